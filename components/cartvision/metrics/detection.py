"""How well products are found: average precision, and the figures at the operating score."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cartvision.metrics.coco import Compared, Curves, curves
from cartvision.metrics.matching import Matches, match
from cartvision.metrics.values import Found, Truth


@dataclass(frozen=True)
class DetectionScores:
    """Figures over all pictures; None where there is nothing to judge."""

    map: float | None  # mean over IoU .50 to .95 and over classes, 300 detections a picture
    map50: float | None
    map75: float | None
    ar300: float | None
    precision: float | None  # this and the next three at the operating score and IoU .5
    recall: float | None
    f1: float | None
    count_mae: float | None  # objects a picture
    pictures: int
    objects: int
    shown: int  # detections at or above the operating score, outside of crowds
    curve50: NDArray[np.float64] = field(repr=False)  # precision at 101 recalls, IoU .5
    curve75: NDArray[np.float64] = field(repr=False)


@dataclass
class _Counts:
    right: int = 0
    wrong: int = 0
    objects: int = 0
    miscounted: int = 0


class DetectionMetrics:
    """Streaming: `update` with each picture, then `compute`."""

    def __init__(self, *, min_score: float, classes: Sequence[str] = ("product",)) -> None:
        self.min_score = min_score
        self.classes = list(classes)
        self._pictures: list[Compared] = []
        self._counts = _Counts()

    def update(self, found: Found, *, truth: Truth) -> Matches:
        """Take in one picture; the matches at IoU .5 are handed back for those who need them."""
        matches = match(found, truth=truth)
        shown = found.scores >= self.min_score
        right, wrong = int((matches.right & shown).sum()), int((matches.wrong & shown).sum())
        self._pictures.append((found, truth))
        self._counts.right += right
        self._counts.wrong += wrong
        self._counts.objects += truth.count
        self._counts.miscounted += abs(right + wrong - truth.count)
        return matches

    @property
    def seen(self) -> int:
        """How many pictures were taken in."""
        return len(self._pictures)

    def compute(self) -> DetectionScores:
        counts = self._counts
        drawn = curves(self._pictures, classes=self.classes)
        missed = counts.objects - counts.right
        return DetectionScores(
            map=_mean(drawn.precision),
            map50=_mean(drawn.precision[0]),
            map75=_mean(drawn.precision[5]),
            ar300=_mean(drawn.recall),
            precision=_share(counts.right, counts.right + counts.wrong),
            recall=_share(counts.right, counts.objects),
            f1=_share(2 * counts.right, 2 * counts.right + counts.wrong + missed),
            count_mae=_share(counts.miscounted, self.seen),
            pictures=self.seen,
            objects=counts.objects,
            shown=counts.right + counts.wrong,
            curve50=_curve(drawn, 0),
            curve75=_curve(drawn, 5),
        )


def _mean(values: NDArray[np.float64]) -> float | None:
    judged = values[values > -1]
    return float(judged.mean()) if judged.size else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _curve(drawn: Curves, iou: int) -> NDArray[np.float64]:
    """Precision by recall, the mean of the classes that have objects; empty without any."""
    judged = drawn.precision[iou][:, drawn.recall[iou] > -1]
    return np.asarray(judged.mean(axis=1)) if judged.size else np.empty(0)
