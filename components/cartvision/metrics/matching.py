"""Which detection is which object: greedy, the best score chooses first."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.metrics.values import Found, Truth
from cartvision.vision.boxes import areas, iou, overlaps

MIN_IOU = 0.5


@dataclass(frozen=True)
class Matches:
    """What became of each detection, in the order of the detections."""

    objects: NDArray[np.int64]  # (n,) the number of its object, -1 for none
    ious: NDArray[np.float32]  # (n,) how much it overlaps its object, 0 for none
    ignored: NDArray[np.bool_]  # (n,) lies in a crowd: neither right nor wrong

    @property
    def right(self) -> NDArray[np.bool_]:
        return self.objects >= 0

    @property
    def wrong(self) -> NDArray[np.bool_]:
        return (self.objects < 0) & ~self.ignored


def match(found: Found, *, truth: Truth, min_iou: float = MIN_IOU) -> Matches:
    """Give each detection the free object of its class that it overlaps most, if enough."""
    same = _same_class(found, truth)
    pairs = np.where(same & ~truth.crowds, iou(found.boxes, truth.boxes), 0)
    objects = np.full(len(found), -1, dtype=np.int64)
    ious = np.zeros(len(found), dtype=np.float32)
    for number in np.argsort(-found.scores, kind="stable") if len(truth) else ():
        best = int(pairs[number].argmax())
        if pairs[number, best] >= min_iou:
            objects[number], ious[number] = best, pairs[number, best]
            pairs[:, best] = 0
    ignored = (objects < 0) & _in_a_crowd(found, truth, same=same, min_share=min_iou)
    return Matches(objects=objects, ious=ious, ignored=ignored)


def _same_class(found: Found, truth: Truth) -> NDArray[np.bool_]:
    first = np.broadcast_to(found.classes, len(found))
    second = np.broadcast_to(truth.classes, len(truth))
    return np.asarray(first[:, None] == second[None, :])


def _in_a_crowd(
    found: Found, truth: Truth, *, same: NDArray[np.bool_], min_share: float
) -> NDArray[np.bool_]:
    """Whether a crowd covers at least that share of a detection's own area."""
    shared = np.where(same & truth.crowds, overlaps(found.boxes, truth.boxes), 0)
    area = areas(found.boxes)
    return np.asarray((shared.max(axis=1, initial=0) >= min_share * area) & (area > 0))
