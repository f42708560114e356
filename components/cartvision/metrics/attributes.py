"""How well attributes are told, on known labels only: NA contributes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import NA

NEUTRAL_THRESHOLD = 0.5  # where no positive is known, there is nothing to choose by

Probabilities = NDArray[np.float32]  # (n, a) or (n,)
Labels = NDArray[np.int8]  # (n, a) or (n,): 1, 0 or NA


@dataclass(frozen=True)
class AttributeScore:
    """One attribute; None where there is nothing to judge. Without a positive F1 can only be 0."""

    precision: float | None
    recall: float | None
    f1: float | None
    known: int
    positives: int


@dataclass(frozen=True)
class AttributeScores:
    """Every attribute; the macro mean is over those with a known positive."""

    per_attribute: dict[str, AttributeScore]
    macro_f1: float | None
    micro_f1: float | None
    known: int


class AttributeMetrics:
    """Streaming: `update` with objects whose labels may be NA, then `compute`."""

    def __init__(self, names: Sequence[str], *, thresholds: Sequence[float]) -> None:
        self.names = list(names)
        self.thresholds = np.asarray(thresholds, dtype=np.float32)
        self._counts = np.zeros((4, len(self.names)), dtype=np.int64)

    def update(self, probabilities: Probabilities, *, labels: Labels) -> None:
        """Take in some objects, (n, a) each; at or above its threshold an attribute is said."""
        said, true = probabilities >= self.thresholds, labels == 1
        known = labels != NA
        counted = (said & true, said & ~true & known, ~said & true, known)
        self._counts += np.array([part.sum(axis=0) for part in counted])

    def compute(self) -> AttributeScores:
        columns = zip(self.names, self._counts.T.tolist(), strict=True)
        scores = {name: _score(*counts) for name, counts in columns}
        told = [score.f1 for score in scores.values() if score.f1 is not None]
        right, wrong, missed, known = self._counts.sum(axis=1).tolist()
        return AttributeScores(
            per_attribute=scores,
            macro_f1=sum(told) / len(told) if told else None,
            micro_f1=_score(right, wrong, missed, known).f1,
            known=known,
        )


def _score(right: int, wrong: int, missed: int, known: int) -> AttributeScore:
    positives = right + missed
    return AttributeScore(
        precision=right / (right + wrong) if right + wrong else None,
        recall=right / positives if positives else None,
        f1=2 * right / (2 * right + wrong + missed) if positives else None,
        known=known,
        positives=positives,
    )


def best_threshold(probabilities: Probabilities, *, labels: Labels) -> float:
    """The threshold with the best F1 for one attribute, (n,) each, on its known labels.

    It lies halfway to the next lower probability, so that rounding does not turn an answer.
    """
    known = labels != NA
    if not (labels[known] == 1).any():
        return NEUTRAL_THRESHOLD
    order = np.argsort(-probabilities[known], kind="stable")
    levels = np.asarray(probabilities[known], dtype=np.float64)[order]
    right = np.cumsum(labels[known][order] == 1)
    f1 = 2 * right / (np.arange(1, len(right) + 1) + right[-1])
    lower = np.append(levels[1:], 0.0)
    best = int(np.where(levels > lower, f1, -1).argmax())
    return float((levels[best] + lower[best]) / 2)
