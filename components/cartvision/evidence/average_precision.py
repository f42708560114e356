"""Average precision of detections: exact, and quickly again for every draw of a bootstrap."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.parts import Part
from cartvision.evidence.resampling import Drawn, Figure, Weights, mean_of_told
from cartvision.evidence.tables import Evidence
from cartvision.metrics.matching import IOUS

RECALLS = np.linspace(0, 1, 101)  # where COCO reads the curve
BINS = 400  # of detections: what a draw is read by
HEAD = 100  # of them hold one each: where the curve starts, it hangs on the very best

EVERY_IOU = tuple(range(len(IOUS)))


@dataclass(frozen=True)
class Ranked:
    """The detections of one class, the best score first."""

    unit: NDArray[np.int64]  # (n,)
    hits: NDArray[np.uint16]
    spared: NDArray[np.uint16]
    positives: NDArray[np.float32]  # (u, 1) objects of each unit

    def at(self, iou: int) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """(n,) right, and wrong: what a crowd spares is neither."""
        right = (self.hits >> iou & 1).astype(bool)
        return right, ~right & ~(self.spared >> iou & 1).astype(bool)


def average_precision(
    evidence: Evidence, part: Part, *, most: int, ious: tuple[int, ...] = EVERY_IOU
) -> Figure | None:
    """Mean over IoUs and over the classes that have objects; None where there is no object.

    A draw is read by BINS: its value is a little off the exact one, by the same for all draws.
    """
    classes = list(_classes(evidence, part, most=most))
    if not classes:
        return None

    def drawn(weights: Weights) -> Drawn:
        return mean_of_told([_of_class(one, weights, ious) for one in classes])

    return Figure(drawn, units=part.units_within, support=part.positives)


def exact_average_precision(
    evidence: Evidence, part: Part, *, most: int, ious: tuple[int, ...] = EVERY_IOU
) -> float | None:
    """As COCO's evaluator has it, from the tables."""
    values = [
        float(np.mean([_curve(one, iou) for iou in ious]))
        for one in _classes(evidence, part, most=most)
    ]
    return float(np.mean(values)) if values else None


def exact_curve(
    evidence: Evidence, part: Part, *, most: int, iou: int
) -> NDArray[np.float64] | None:
    """(101,) precision at RECALLS, the mean over classes; its mean is the average precision."""
    curves = [_curve(one, iou) for one in _classes(evidence, part, most=most)]
    return np.asarray(np.mean(curves, axis=0)) if curves else None


def _classes(evidence: Evidence, part: Part, *, most: int) -> Iterator[Ranked]:
    """The classes that have an object in the part."""
    rows, objects = evidence.detections, evidence.objects
    inside = part.pictures[rows.picture] & (rows.place < most)
    for kind in range(len(evidence.classes)):
        there = part.objects & (objects.kind == kind)
        if not there.any():
            continue
        chosen = np.flatnonzero(inside & (rows.kind == kind))
        order = chosen[np.argsort(-rows.score[chosen], kind="stable")]
        units = part.unit[objects.picture[there]]
        yield Ranked(
            unit=part.unit[rows.picture[order]],
            hits=rows.hits[order],
            spared=rows.spared[order],
            positives=np.bincount(units, minlength=part.units).astype(np.float32)[:, None],
        )


def _curve(ranked: Ranked, iou: int) -> NDArray[np.float64]:
    """(101,) of one class."""
    right, wrong = ranked.at(iou)
    curves = precision_at_recalls(
        np.cumsum(right)[None].astype(float),
        np.cumsum(wrong)[None].astype(float),
        objects=ranked.positives.sum(axis=0, keepdims=True).astype(float),
    )
    return np.asarray(curves[0])


def _of_class(ranked: Ranked, weights: Weights, ious: tuple[int, ...]) -> Drawn:
    """(r,) average precision in each draw."""
    bins = bins_of(len(ranked.unit))
    columns = int(bins.max(initial=0)) + 1
    cell = ranked.unit * columns + bins
    objects = (weights @ ranked.positives).astype(np.float64)
    total = np.zeros(len(weights))
    for iou in ious:
        right, wrong = (
            np.cumsum(weights @ _counted(cell[chosen], shape=(weights.shape[1], columns)), axis=1)
            for chosen in ranked.at(iou)
        )
        total += precision_at_recalls(right, wrong, objects=objects).mean(axis=1)
    return np.where(objects[:, 0] > 0, total / len(ious), np.nan)


def bins_of(count: int) -> NDArray[np.int64]:
    """(n,) the best detections a bin each, the others in bins of equal numbers."""
    place = np.arange(count)
    if count <= BINS:
        return place
    beyond = (place - HEAD) * (BINS - HEAD) // max(count - HEAD, 1)
    return np.asarray(np.where(place < HEAD, place, HEAD + beyond), dtype=np.int64)


def _counted(cell: NDArray[np.int64], *, shape: tuple[int, int]) -> NDArray[np.float32]:
    """How often each cell of that table occurs."""
    counted = np.bincount(cell, minlength=shape[0] * shape[1]).astype(np.float32)
    return counted.reshape(shape)


def precision_at_recalls(
    right: NDArray[np.floating], wrong: NDArray[np.floating], *, objects: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(r, 101) from running counts (r, n): the best precision at that recall or beyond."""
    rows, columns = right.shape
    seen = right + wrong
    precision = np.divide(right, seen, out=np.zeros_like(right), where=seen > 0)
    best = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    padded = np.concatenate([best, np.zeros((rows, 1), best.dtype)], axis=1)
    # One search for all rows: each has its own stretch of the number line.
    recall = np.divide(right, objects, out=np.zeros(right.shape), where=objects > 0)
    stretch = 2.0 * np.arange(rows)[:, None]
    found = np.searchsorted((recall + stretch).ravel(), (RECALLS + stretch).ravel(), side="left")
    place = found.reshape(rows, len(RECALLS)) - columns * np.arange(rows)[:, None]
    return np.asarray(np.take_along_axis(padded, np.minimum(place, columns), axis=1), np.float64)
