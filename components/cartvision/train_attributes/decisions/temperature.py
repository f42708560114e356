"""One number by which logits are divided, so that probabilities mean what they say."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import logsumexp

from cartvision.data.picture import NA

LOWEST, HIGHEST = 0.05, 20.0
RIDGE = 1.0  # nats for a scale off by 1: what few labels, or wholly parted ones, cannot outweigh

Logits = NDArray[np.floating]  # (n, a) or (n, k)


def temperature(logits: Logits, labels: NDArray[np.int8]) -> float:
    """Of a sigmoid head, likeliest by all known labels together; 1 where none is known."""
    known = labels != NA
    z, positive = logits[known].astype(np.float64), labels[known] == 1

    def surprise(scale: float) -> float:
        return float((np.logaddexp(0, z * scale) - positive * z * scale).sum())

    return _likeliest(surprise)


def softmax_temperature(logits: Logits, target: NDArray[np.int64]) -> float:
    """Of a softmax head, logits or log-probabilities; `target` is a column, or NA."""
    known = target != NA
    z, of = logits[known].astype(np.float64), target[known]
    told = np.take_along_axis(z, of[:, None], axis=1)[:, 0]

    def surprise(scale: float) -> float:
        return float((logsumexp(z * scale, axis=1) - told * scale).sum()) if len(z) else 0.0

    return _likeliest(surprise)


def _likeliest(surprise: Callable[[float], float]) -> float:
    """Convex in the scale, which is 1 / temperature: there is one minimum."""
    found = minimize_scalar(
        lambda scale: surprise(scale) + RIDGE * (scale - 1) ** 2,
        bounds=(1 / HIGHEST, 1 / LOWEST),
        method="bounded",
        options={"xatol": 1e-6},
    )
    return float(1 / found.x)
