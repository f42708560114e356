"""The pictures that a model reads best and worst, by their own F1."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.tables import Evidence


@dataclass(frozen=True)
class Extremes:
    """Rows of the split's pictures; none is in both."""

    best: list[int]  # the best first, with something right; of equal ones the fewest mistakes
    worst: list[int]  # the worst first; of equal ones that with the most mistakes


def extremes(evidence: Evidence, *, most: int) -> Extremes:
    """At most so many of each; a picture without products and without answers is neither."""
    right, told = _shown(evidence)
    there = evidence.pictures.objects
    cases = told + there
    f1 = np.divide(2 * right, cases, out=np.zeros(len(cases)), where=cases > 0)
    mistakes = cases - 2 * right
    best = np.lexsort((-there, mistakes, -f1))
    worst = np.lexsort((-mistakes, f1))
    asked = cases > 0
    kept = min(most, (int(asked.sum()) + 1) // 2)
    chosen = best[right[best] > 0][:kept].tolist()
    others = [row for row in worst[asked[worst]].tolist() if row not in chosen]
    return Extremes(best=chosen, worst=others[:kept])


def _shown(evidence: Evidence) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(p,) of each picture: shown detections that are right, and all that count."""
    rows = evidence.detections
    counted = evidence.shown & (rows.spared & 1 == 0)
    right = counted & (rows.hits & 1).astype(bool)
    pictures = len(evidence.pictures.objects)
    return (
        np.bincount(rows.picture[right], minlength=pictures),
        np.bincount(rows.picture[counted], minlength=pictures),
    )
