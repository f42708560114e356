"""What another operating score would bring: precision, recall and F1 at every score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.tables import Evidence


@dataclass(frozen=True)
class Thresholds:
    """One row a score at which something was found, the highest first; IoU .5, all classes."""

    score: NDArray[np.float32]  # (n,) no two alike
    precision: NDArray[np.float64]
    recall: NDArray[np.float64]  # 0 where there is no object
    f1: NDArray[np.float64]

    @property
    def best(self) -> int | None:
        """The row of the best F1, of equal ones the highest score; None where nothing is right."""
        return int(self.f1.argmax()) if self.f1.any() else None


def thresholds(evidence: Evidence) -> Thresholds:
    """Of the whole split; what lies in a crowd counts neither way."""
    score, right = judged(evidence)
    order = np.argsort(-score, kind="stable")
    score, hits = score[order], np.cumsum(right[order])
    last = np.flatnonzero(np.diff(score, append=np.float32(-1)))  # of those with one score
    told, objects = last + 1, len(evidence.objects.score)
    return Thresholds(
        score=score[last],
        precision=hits[last] / told,
        recall=hits[last] / max(objects, 1),
        f1=2 * hits[last] / (told + objects),
    )


def judged(evidence: Evidence) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """The scores (n,) of the detections that are right or wrong, and which are right."""
    rows = evidence.detections
    chosen = rows.spared & 1 == 0
    return rows.score[chosen], (rows.hits[chosen] & 1).astype(bool)
