"""Anchors fitted to a dataset are nearer to its products than those that fit all."""

from dataclasses import asdict

import numpy as np
import pytest

from cartvision.errors import InputError
from cartvision.models.detectors.anchors.config import AnchorsConfig
from cartvision.models.detectors.anchors.fitting import fit_anchors
from cartvision.models.detectors.anchors.shapes import anchor_shapes


def products(*, size, spread, ratio, count=2000):
    """Widths and heights around a size and a ratio."""
    rng = np.random.default_rng(0)
    sizes = size * np.exp(rng.normal(0, spread, count))
    ratios = ratio * np.exp(rng.normal(0, 0.2, count))
    return np.stack([sizes / np.sqrt(ratios), sizes * np.sqrt(ratios)], axis=1)


def best_overlap(sides, config):
    """The mean IoU of each product with the best of all shapes around its centre."""
    shapes = anchor_shapes(config.sides, ratios=config.ratios, scales=config.scales)
    shapes = shapes.reshape(1, -1, 2).numpy()
    shared = np.minimum(sides[:, None], shapes).prod(axis=2)
    union = sides.prod(axis=1)[:, None] + shapes.prod(axis=2) - shared
    return (shared / union).max(axis=1).mean()


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param({"size": 24, "spread": 0.3, "ratio": 2.5}, id="small bottles"),
        pytest.param({"size": 9, "spread": 0.2, "ratio": 1.0}, id="tiny cans"),
        pytest.param({"size": 120, "spread": 0.6, "ratio": 0.4}, id="wide boxes of all sizes"),
    ],
)
def test_fitted_anchors_overlap_a_skewed_dataset_better(drawn):
    sides = products(**drawn)
    fitted = AnchorsConfig(**asdict(fit_anchors(sides)))
    assert best_overlap(sides, fitted) > best_overlap(sides, AnchorsConfig()) + 0.02
    assert best_overlap(sides, fitted) > 0.85


def test_there_are_as_many_as_by_default_and_levels_grow():
    fitted, usual = fit_anchors(products(size=40, spread=0.4, ratio=1.5)), AnchorsConfig()
    for name in ("sides", "ratios", "scales"):
        values = getattr(fitted, name)
        assert len(values) == len(getattr(usual, name))
        assert values == sorted(values)


def test_the_order_of_the_products_does_not_matter():
    sides = products(size=40, spread=0.4, ratio=1.5)
    assert fit_anchors(sides) == fit_anchors(sides[::-1])


def test_no_products_are_a_clear_error():
    with pytest.raises(InputError, match="no products"):
        fit_anchors(np.zeros((0, 2)))
