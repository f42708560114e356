"""Figures of attributes: on known labels alone, whatever is NA contributes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.average_precision import precision_at_recalls
from cartvision.evidence.finding import Figures, calibration
from cartvision.evidence.parts import Part
from cartvision.evidence.resampling import Drawn, Figure, Weights, mean_of_told, once, share
from cartvision.evidence.tables import Evidence

PROBABILITY_BINS = 10
KINDS = 4  # right, false, missed, rightly denied


@dataclass(frozen=True)
class Told:
    """What was said of one attribute where its label is known."""

    true: NDArray[np.bool_]
    said: NDArray[np.bool_]
    probability: NDArray[np.float32]
    unit: NDArray[np.int64]

    @property
    def outcome(self) -> NDArray[np.int64]:
        return _outcome(self.true, self.said)


def _outcome(true: NDArray[np.bool_], said: NDArray[np.bool_]) -> NDArray[np.int64]:
    """0 right, 1 false, 2 missed, 3 rightly denied."""
    return np.where(true, np.where(said, 0, 2), np.where(said, 1, 3))


def told(evidence: Evidence, part: Part, *, attribute: int) -> Told:
    labels = evidence.labels
    chosen = (labels.attribute == attribute) & part.pictures[labels.picture]
    probability = labels.probability[chosen]
    return Told(
        true=labels.true[chosen],
        said=probability >= np.float32(evidence.thresholds[attribute]),
        probability=probability,
        unit=part.unit[labels.picture[chosen]],
    )


def of_attribute(evidence: Evidence, part: Part, *, attribute: int) -> Figures:
    """Precision, recall, F1, specificity, average precision and calibration of one attribute."""
    one = told(evidence, part, attribute=attribute)
    if not len(one.true):
        return
    counts = _counts(one, units=part.units)
    positives = int(one.true.sum())
    for name, figure in RATIOS.items():
        if np.isfinite(figure(counts.sum(axis=0))):
            support = len(one.true) - positives if name == "specificity" else positives
            units = int(np.isfinite(figure(counts)).sum())  # those that have a case
            yield name, Figure(_of_counts(counts, figure), units=units, support=support)
    yield (
        "ece",
        calibration(one.probability, one.true, one.unit, units=part.units, bins=PROBABILITY_BINS),
    )


def macro_and_micro(evidence: Evidence, part: Part) -> Figures:
    """Over the attributes with a known positive; micro over all labels as one."""
    counts = _all_counts(evidence, part)
    told_of = counts[:, :, [0, 2]].sum(axis=(1, 2)) > 0
    judged, known = counts[told_of], int(counts.sum())
    if not len(judged):
        return
    # To find none of what is hard to describe must not make the rest look better.
    unfound = int((np.array(evidence.positives) > 0)[~told_of].sum()) if part.pictures.all() else 0
    units = int((counts.sum(axis=(0, 2)) > 0).sum())
    for name, figure in RATIOS.items():
        for mean, drawn in (
            ("macro", _macro(judged, figure, unfound=unfound if name in OF_POSITIVES else 0)),
            ("micro", _of_counts(counts.sum(axis=0), figure)),
        ):
            if np.isfinite(drawn(once(part.units))).all():
                yield f"attribute_{mean}_{name}", Figure(drawn, units=units, support=known)


def exact_ap(one: Told) -> float | None:
    """Area under precision over recall, at COCO's recalls; None without a positive.

    Equal probabilities are one step of the curve, whatever order the pictures come in.
    """
    if not one.true.any():
        return None
    order = np.argsort(-one.probability, kind="stable")
    ordered = one.true[order]
    steps = np.append(np.diff(one.probability[order]) != 0, True)
    curve = precision_at_recalls(
        np.cumsum(ordered)[None, steps].astype(float),
        np.cumsum(~ordered)[None, steps].astype(float),
        objects=np.array([[float(ordered.sum())]]),
    )
    return float(curve.mean())


def _all_counts(evidence: Evidence, part: Part) -> NDArray[np.float32]:
    """(a, u, 4) outcomes by attribute and unit."""
    labels = evidence.labels
    inside = part.pictures[labels.picture]
    attribute, true = labels.attribute[inside], labels.true[inside]
    thresholds = np.asarray(evidence.thresholds, dtype=np.float32)
    said = labels.probability[inside] >= thresholds[attribute]
    unit = part.unit[labels.picture[inside]]
    shape = (len(evidence.attributes), part.units, KINDS)
    cell = np.ravel_multi_index((attribute, unit, _outcome(true, said)), shape)
    return np.bincount(cell, minlength=int(np.prod(shape))).reshape(shape).astype(np.float32)


def _counts(one: Told, *, units: int) -> NDArray[np.float32]:
    """(u, 4) outcomes by unit."""
    cell = one.unit * KINDS + one.outcome
    return np.bincount(cell, minlength=units * KINDS).reshape(units, KINDS).astype(np.float32)


def _precision(counts: NDArray[np.floating]) -> Drawn:
    return share(counts[..., 0], counts[..., 0] + counts[..., 1])


def _recall(counts: NDArray[np.floating]) -> Drawn:
    return share(counts[..., 0], counts[..., 0] + counts[..., 2])


def _f1(counts: NDArray[np.floating]) -> Drawn:
    """Not a number without a positive: there it could only be 0."""
    mean = share(2 * counts[..., 0], 2 * counts[..., 0] + counts[..., 1] + counts[..., 2])
    return np.where(counts[..., 0] + counts[..., 2] > 0, mean, np.nan)


def _specificity(counts: NDArray[np.floating]) -> Drawn:
    return share(counts[..., 3], counts[..., 3] + counts[..., 1])


OF_POSITIVES = ("recall", "f1")

Ratio = Callable[[NDArray[np.floating]], Drawn]  # (..., 4) outcomes to a figure

RATIOS: dict[str, Ratio] = {
    "precision": _precision,
    "recall": _recall,
    "f1": _f1,
    "specificity": _specificity,
}


def _of_counts(counts: NDArray[np.float32], figure: Ratio) -> Callable[[Weights], Drawn]:
    return lambda weights: figure(weights @ counts)


def _macro(
    counts: NDArray[np.float32], figure: Ratio, *, unfound: int
) -> Callable[[Weights], Drawn]:
    """`unfound` is how many attributes have positives and none found: theirs is 0."""

    def drawn(weights: Weights) -> Drawn:
        found = [figure(weights @ one) for one in counts]
        return mean_of_told([*found, *([np.zeros(len(weights))] * unfound)])

    return drawn
