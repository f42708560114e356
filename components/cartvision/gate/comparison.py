"""Candidate and champion on the same pictures, in every figure that a policy names.

Both are drawn by the same groups in the same draws, so that what is hard in a picture is hard for
both and cancels.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from cartvision.evidence.attributes import of_attribute
from cartvision.evidence.figures import figures_of, lower_is_better, value_of
from cartvision.evidence.parts import Part, everything
from cartvision.evidence.resampling import Figure, Weights, draw, once
from cartvision.evidence.slices import SUFFICIENT, positives, slices_of
from cartvision.evidence.tables import Evidence
from cartvision.gate.loss import Loss
from cartvision.gate.policy import Comparison

DRAWS = 1000


@dataclass(frozen=True)
class Compared:
    """Losses, and the names of what the champion has and the candidate lacks."""

    found: list[Loss] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def compared(candidate: Evidence, champion: Evidence, *, asked: Comparison, seed: int) -> Compared:
    """Overall, in sufficient slices and groups, and of each sufficient attribute."""
    told = Compared()
    whole = everything(candidate)
    weights = draw(whole.units, times=DRAWS, seed=seed)
    sides = (candidate, champion)
    _of_part(told, whole, sides, margins=asked.overall, weights=weights)
    for part in slices_of(candidate) if asked.slices or asked.groups else ():
        if SUFFICIENT <= positives(candidate, part) < positives(candidate, whole):
            if part.by_picture:
                own = _own(part, seed=seed)
                _of_part(told, part, sides, margins=asked.groups, weights=own)
            else:
                _of_part(told, part, sides, margins=asked.slices, weights=weights)
    if asked.attributes:
        _of_attributes(told, whole, sides, margins=asked.attributes, weights=weights)
    return told


def _own(part: Part, *, seed: int) -> Weights:
    """A group has draws of its own, of its pictures, the same for both models."""
    return draw(part.units, times=DRAWS, seed=zlib.crc32(part.name.encode()) ^ seed)


def _of_part(
    told: Compared,
    part: Part,
    sides: Sequence[Evidence],
    *,
    margins: Mapping[str, float],
    weights: Weights,
) -> None:
    ours, theirs = (figures_of(side, part, only=margins) for side in sides)
    for name in filter(theirs.__contains__, margins):
        if name not in ours:
            told.gone.append(f"{name} in {part.name}" if part.name else name)
            continue
        both = (ours[name], theirs[name])
        values = [
            value_of(name, figure, evidence=side, part=part)
            for figure, side in zip(both, sides, strict=True)
        ]
        told.found.append(_loss(name, part, both, values, margin=margins[name], weights=weights))


def _of_attributes(
    told: Compared,
    whole: Part,
    sides: Sequence[Evidence],
    *,
    margins: Mapping[str, float],
    weights: Weights,
) -> None:
    for number, attribute in enumerate(sides[0].attributes):
        part = replace(whole, name=f"attribute {attribute}")
        ours, theirs = (dict(of_attribute(side, whole, attribute=number)) for side in sides)
        for name in margins:
            if name not in theirs or theirs[name].support < SUFFICIENT:
                continue
            if name not in ours:
                told.gone.append(f"{name} in {part.name}")
                continue
            both = (ours[name], theirs[name])
            values = [float(figure(once(whole.units))[0]) for figure in both]
            loss = _loss(name, part, both, values, margin=margins[name], weights=weights)
            told.found.append(loss)


def _loss(
    name: str,
    part: Part,
    both: tuple[Figure, Figure],
    values: Sequence[float],
    *,
    margin: float,
    weights: Weights,
) -> Loss:
    """Its error is never below that of one case more or less."""
    sign = -1 if lower_is_better(name) else 1
    drawn = sign * (both[1](weights) - both[0](weights))
    known = drawn[np.isfinite(drawn)]
    units = min(figure.units for figure in both)
    wider = np.sqrt(units / (units - 1)) if units > 1 else 1.0
    return Loss(
        figure=name,
        part=part.name,
        candidate=values[0],
        champion=values[1],
        loss=sign * (values[1] - values[0]),
        error=max(float(known.std()) * wider, 1 / min(figure.support for figure in both)),
        margin=margin,
        units=units,
        pictures=int(part.pictures.sum()),
        drawn=drawn - known.mean(),
        rows=part,
    )
