"""Every place where scores can be cut in two, and what lies above it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.train_attributes.decisions.decision import Probability


@dataclass(frozen=True)
class Cuts:
    """One row a cut below some score, the highest first; equal scores are never parted."""

    order: NDArray[np.int64]  # (n,) the rows from the highest score down
    upper: NDArray[np.float64]  # (m,) the lowest score above the cut
    lower: NDArray[np.float64]  # (m,) the highest one below it
    above: NDArray[np.int64]  # (m,) how many scores lie above it
    right: NDArray[np.int64]  # (m,) and how many of them are right

    @property
    def at(self) -> NDArray[np.float32]:
        """Halfway, so that rounding turns no answer: a score from here up lies above."""
        half = ((self.upper + self.lower) / 2).astype(np.float32)
        return np.where(half > self.lower, half, self.upper.astype(np.float32))


def cuts(score: Probability, right: NDArray[np.bool_], *, end: float) -> Cuts:
    """`end` is the lowest score that there could be."""
    single = score.astype(np.float32)
    order = np.argsort(-single, kind="stable")
    levels = single[order].astype(np.float64)
    last = np.flatnonzero(np.diff(levels, append=-np.inf))
    return Cuts(
        order=order,
        upper=levels[last],
        lower=np.append(levels[last][1:], end)[: len(last)],
        above=last + 1,
        right=np.cumsum(right[order], dtype=np.int64)[last],
    )
