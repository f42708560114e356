"""Repeat factors: products with something rare are shown more often, as for LVIS."""

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import NA

Factors = NDArray[np.float64]  # (n,) 1 or more


def repeat_factors(
    labels: NDArray[np.int8],  # (n, a)
    categories: NDArray[np.int64],  # (n,) or NA
    *,
    threshold: float,
) -> Factors:
    """How often an epoch shows each row: √(threshold / f) of the rarest that it is known to have.

    f is a share of the rows where the attribute, or the category, is known at all: one that is
    seldom labelled is not for that rare.
    """
    return np.maximum(
        _by_attributes(labels, threshold=threshold), _by_category(categories, threshold=threshold)
    )


def _by_attributes(labels: NDArray[np.int8], *, threshold: float) -> Factors:
    positive = labels == 1
    known = (labels != NA).sum(axis=0)
    factors = _factors(positive.sum(axis=0), of=known, threshold=threshold)
    return np.asarray(np.where(positive, factors, 1.0).max(axis=1, initial=1.0))


def _by_category(categories: NDArray[np.int64], *, threshold: float) -> Factors:
    known = categories != NA
    _, place, number = np.unique(categories[known], return_inverse=True, return_counts=True)
    shown = np.ones(len(categories))
    shown[known] = _factors(number, of=known.sum(), threshold=threshold)[place]
    return shown


def _factors(
    number: NDArray[np.int64], *, of: NDArray[np.int64] | np.int64, threshold: float
) -> Factors:
    return np.sqrt(np.maximum(1.0, threshold * of / np.maximum(number, 1)))
