"""The threshold with the best F1 that probabilities promise, and a band around it.

The peak of the curve that some labels draw is where chance helped most: with few positives it lies
far from where other pictures have theirs. What is taken from the labels is two numbers, a slope
and a shift of log-odds that put the probabilities right (Platt, 1999), and the curve is what these
then promise.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit, logit

from cartvision.train_attributes.decisions.band import around
from cartvision.train_attributes.decisions.cuts import cuts
from cartvision.train_attributes.decisions.decision import Decision, Probability

SHIFT_RIDGE = 0.5  # nats for a shift by 1: what few labels cannot outweigh
SLOPE_RIDGE = 2.0  # and for a slope e times as steep
LEAST = 1e-7  # probability that is told from none


@dataclass(frozen=True)
class ByF1:
    """Unknown is whatever lies within `band` (log-odds) of the best F1; 0: nothing is."""

    band: float

    def decide(self, probability: Probability, positive: NDArray[np.bool_]) -> Decision:
        yes, no = around(best(probability, positive), band=self.band)
        return Decision(yes=yes, no=no)


def best(probability: Probability, positive: NDArray[np.bool_]) -> float:
    """Of all places between two probabilities the one with the best F1 to be expected."""
    at = cuts(probability, positive, end=0.0)
    promised = put_right(probability, positive)
    right = promised[at.order].cumsum()[at.above - 1]
    return float(at.at[(right / (at.above + promised.sum())).argmax()])


def put_right(probability: Probability, positive: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Probabilities whose log-odds have the slope and the shift that the labels make likeliest."""
    odds = logit(np.clip(probability.astype(np.float64), LEAST, 1 - LEAST))

    def surprise(line: NDArray[np.float64]) -> float:
        steepness, shift = line
        told = np.exp(steepness) * odds + shift
        few = SLOPE_RIDGE * steepness**2 + SHIFT_RIDGE * shift**2
        return float((np.logaddexp(0, told) - positive * told).sum() + few)

    steepness, shift = minimize(surprise, np.zeros(2), method="L-BFGS-B").x
    right: NDArray[np.float64] = expit(np.exp(steepness) * odds + shift)
    return right
