"""Figures of finding at the operating score: what people and carts are shown."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.parts import Part
from cartvision.evidence.resampling import Drawn, Figure, Weights, share, sums
from cartvision.evidence.tables import NEVER, Evidence

SCORE_BINS = 15  # of equal width: what calibration is read by

FOUND = ("recall", "reach")
SHOWN = ("precision", "f1", "mean_iou", "ece")
COUNTED = ("count_mae", "count_rmse", "count_exact", "specificity")

Figures = Iterator[tuple[str, Figure]]


def found(evidence: Evidence, part: Part) -> Figures:
    """Recall and reach: of objects, so that any part has them."""
    score = evidence.objects.score[part.objects]
    unit = part.unit[evidence.objects.picture[part.objects]]
    if not len(unit):
        return
    ones = sums(np.ones(len(unit)), of=unit, units=part.units)
    for name, hit in (("recall", score >= evidence.min_score), ("reach", score > NEVER)):
        yield name, ratio(sums(hit, of=unit, units=part.units), ones, support=len(unit))


def shown(evidence: Evidence, part: Part) -> Figures:
    """Precision, F1, overlap and calibration: of detections, so only of whole pictures."""
    inside = part.pictures[evidence.detections.picture]
    seen = evidence.shown & inside & (evidence.detections.spared & 1 == 0)
    right = (evidence.detections.hits & 1).astype(bool)
    unit = part.unit[evidence.detections.picture]
    objects = _objects(evidence, part)
    hits = sums(right[seen], of=unit[seen], units=part.units)
    every = sums(np.ones(int(seen.sum())), of=unit[seen], units=part.units)
    if seen.any():
        yield "precision", ratio(hits, every, support=int(seen.sum()))
    if objects.any():
        yield "f1", ratio(2 * hits, every + objects, support=part.positives)
    if right[seen].any():
        overlap = sums(evidence.detections.iou[seen], of=unit[seen], units=part.units)
        yield "mean_iou", ratio(overlap, hits, support=int(right[seen].sum()))
    if seen.any():
        score, hit = evidence.detections.score[seen], right[seen]
        yield "ece", calibration(score, hit, unit[seen], units=part.units, bins=SCORE_BINS)


def counted(evidence: Evidence, part: Part) -> Figures:
    """How far the number of shown boxes is from the number of objects, picture by picture."""
    answered = evidence.shown & (evidence.detections.spared & 1 == 0)
    told = np.bincount(
        evidence.detections.picture[answered], minlength=len(evidence.pictures.objects)
    )
    there = evidence.pictures.objects
    full, empty = part.pictures & (there > 0), part.pictures & evidence.pictures.empty
    error = np.abs(told - there).astype(float)
    for name, value, chosen in (
        ("count_mae", error, part.pictures),
        ("count_rmse", error**2, part.pictures),
        ("count_exact", error == 0, full),
        ("specificity", told == 0, empty),
    ):
        if not chosen.any():
            continue
        unit = part.unit[chosen]
        ones = sums(np.ones(len(unit)), of=unit, units=part.units)
        mean = ratio(sums(value[chosen], of=unit, units=part.units), ones, support=len(unit))
        yield name, _rooted(mean) if name == "count_rmse" else mean


def _objects(evidence: Evidence, part: Part) -> NDArray[np.float32]:
    unit = part.unit[evidence.objects.picture[part.objects]]
    return sums(np.ones(len(unit)), of=unit, units=part.units)


def ratio(part_of: NDArray[np.float32], whole: NDArray[np.float32], *, support: int) -> Figure:
    """A share of sums, (u, 1) each; the units are those that have a case."""

    def drawn(weights: Weights) -> Drawn:
        return share((weights @ part_of)[:, 0], (weights @ whole)[:, 0])

    return Figure(drawn, units=int(np.count_nonzero(whole)), support=support)


def _rooted(mean: Figure) -> Figure:
    return Figure(lambda weights: np.sqrt(mean(weights)), units=mean.units, support=mean.support)


def calibration(
    score: NDArray[np.float32],
    true: NDArray[np.bool_],
    unit: NDArray[np.int64],
    *,
    units: int,
    bins: int,
) -> Figure:
    """Expected calibration error: how far a score is from the share of those that are right."""
    cell = unit * bins + np.minimum((score * bins).astype(np.int64), bins - 1)
    gaps = np.bincount(cell, weights=score - true, minlength=units * bins)
    table = gaps.reshape(units, bins).astype(np.float32)
    ones = np.bincount(unit, minlength=units).astype(np.float32)

    def drawn(weights: Weights) -> Drawn:
        return share(np.abs(weights @ table).sum(axis=1), weights @ ones)

    return Figure(drawn, units=int(np.count_nonzero(ones)), support=len(score))
