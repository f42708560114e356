"""Which detection is which object: greedy, the best score chooses first, at ten overlaps."""

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.metrics.values import ANY, Found, Truth
from cartvision.vision.boxes import areas, iou, overlaps

IOUS = np.linspace(0.5, 0.95, 10)  # COCO's own, to the last bit
MIN_IOU = 0.5

Bits = NDArray[np.uint16]  # (n,) bit t stands for IOUS[t]
ALL = 2 ** len(IOUS) - 1


@dataclass(frozen=True)
class Matches:
    """What became of each detection, in the order of the detections."""

    objects: NDArray[np.int64]  # (n,) the number of its object at MIN_IOU, -1 for none
    ious: NDArray[np.float32]  # (n,) how much it overlaps that object, 0 for none
    hits: Bits  # where it is right; another IoU may give it another object
    spared: Bits  # where it lies in a crowd instead: neither right nor wrong

    @property
    def right(self) -> NDArray[np.bool_]:
        return self.objects >= 0

    @property
    def ignored(self) -> NDArray[np.bool_]:
        return (self.spared & 1).astype(bool)

    @property
    def wrong(self) -> NDArray[np.bool_]:
        return ~self.right & ~self.ignored


def match(found: Found, *, truth: Truth) -> Matches:
    """Give each detection, at each IoU, the free object of its class that it overlaps most.

    Ties go to the later object, and crowds spare whatever no object takes, as COCO's evaluator
    has it.
    """
    same = _same_class(found, truth)
    # In doubles, as COCO has it: in single precision seven tenths are less than .7.
    pairs = np.where(same & ~truth.crowds, iou(*_doubles(found, truth)), 0)
    objects = np.full(len(found), -1, dtype=np.int64)
    ious = np.zeros(len(found), dtype=np.float32)
    hits = np.zeros(len(found), dtype=np.uint16)
    free = [ALL] * len(truth)
    order = np.argsort(-found.scores, kind="stable")
    for number, candidates in _candidates(pairs, order=order):
        wanted = ALL
        for candidate, overlap in candidates:
            taken = wanted & free[candidate] & _reached(overlap)
            free[candidate] &= ~taken
            wanted &= ~taken
            if taken & 1:
                objects[number], ious[number] = candidate, overlap
        hits[number] = ALL & ~wanted
    return Matches(
        objects=objects, ious=ious, hits=hits, spared=_spared(found, truth, same) & ~hits
    )


def _candidates(
    pairs: NDArray[np.float64], *, order: NDArray[np.intp]
) -> list[tuple[int, list[tuple[int, float]]]]:
    """Detections by score, each with the objects that it overlaps enough, the most first."""
    rows, columns = np.nonzero(pairs[order] >= MIN_IOU)
    overlap = pairs[order[rows], columns]
    first = np.lexsort((-columns, -overlap, rows))
    listed: dict[int, list[tuple[int, float]]] = {}
    columns, overlap = columns[first].tolist(), overlap[first].tolist()
    for number, *pair in zip(order[rows[first]].tolist(), columns, overlap, strict=True):
        listed.setdefault(number, []).append((pair[0], pair[1]))
    return list(listed.items())


def _reached(overlap: float) -> int:
    """The bits of the IoUs that this overlap reaches."""
    return (1 << bisect_right(STEPS, overlap)) - 1


STEPS = IOUS.tolist()


def _doubles(found: Found, truth: Truth) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return found.boxes.astype(np.float64), truth.boxes.astype(np.float64)


def _spared(found: Found, truth: Truth, same: NDArray[np.bool_]) -> Bits:
    """A crowd spares a detection where it covers that share of the detection's own area."""
    if not truth.crowds.any():
        return np.zeros(len(found), dtype=np.uint16)
    boxes, objects = _doubles(found, truth)
    shared = np.where(same & truth.crowds, overlaps(boxes, objects), 0)
    area = areas(boxes)
    share = np.zeros(len(found))
    np.divide(shared.max(axis=1, initial=0), area, out=share, where=area > 0)
    steps = np.searchsorted(IOUS, share, side="right")
    return np.asarray((1 << steps) - 1, dtype=np.uint16)


def _same_class(found: Found, truth: Truth) -> NDArray[np.bool_]:
    first = np.broadcast_to(found.classes, len(found))
    second = np.broadcast_to(truth.classes, len(truth))
    return np.asarray((first[:, None] == second) | (second == ANY))
