"""The threshold with the best F1, and a band around it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.train_attributes.decisions.band import around
from cartvision.train_attributes.decisions.cuts import cuts
from cartvision.train_attributes.decisions.decision import Decision, Probability


@dataclass(frozen=True)
class ByF1:
    """Unknown is whatever lies within `band` (log-odds) of the best F1; 0: nothing is."""

    band: float

    def decide(self, probability: Probability, positive: NDArray[np.bool_]) -> Decision:
        yes, no = around(best(probability, positive), band=self.band)
        return Decision(yes=yes, no=no)


def best(probability: Probability, positive: NDArray[np.bool_]) -> float:
    """Of several cuts with the best F1 the middle of the widest gap between probabilities."""
    at = cuts(probability, positive, end=0.0)
    f1 = 2 * at.right / (at.above + positive.sum())
    gap = np.where(f1 == f1.max(), at.upper - at.lower, -1)
    return float(at.at[gap.argmax()])
