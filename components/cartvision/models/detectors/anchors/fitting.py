"""Anchors fitted to the products of a dataset."""

from dataclasses import dataclass

import numpy as np

from cartvision.errors import InputError
from cartvision.models.detectors.anchors.config import RATIOS, SCALES, STRIDES


@dataclass(frozen=True)
class FittedAnchors:
    """Arguments of AnchorsConfig."""

    sides: list[float]
    ratios: list[float]
    scales: list[float]


def fit_anchors(sides: np.ndarray) -> FittedAnchors:
    """Sides, ratios and scales, as many as the defaults, for widths and heights (n, 2).

    In pixels of the square that is trained on. Sizes and ratios stand at equal shares of the
    products; a level starts from the mean of its share, and the scales are those of all levels.
    """
    if not len(sides):
        raise InputError("anchors cannot be fitted: the training split has no products")
    size, ratio = np.log(sides).mean(axis=1), np.log(sides[:, 1] / sides[:, 0])
    sizes = _spread(size, count=len(STRIDES) * len(SCALES)).reshape(len(STRIDES), len(SCALES))
    level = sizes.mean(axis=1)
    return FittedAnchors(
        sides=_rounded(level),
        ratios=_rounded(_spread(ratio, count=len(RATIOS))),
        scales=_rounded((sizes - level[:, None]).mean(axis=0)),
    )


def _spread(values: np.ndarray, *, count: int) -> np.ndarray:
    """The middles of `count` equal shares of the values."""
    return np.quantile(values, (np.arange(count) + 0.5) / count)


def _rounded(logs: np.ndarray) -> list[float]:
    return [round(float(value), 3) for value in np.exp(logs)]
