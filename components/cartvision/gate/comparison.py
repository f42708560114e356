"""Candidate and champion on the same pictures: each figure's loss, and how sure it is.

Both are drawn by the same groups in the same draws, so that what is hard in a picture is hard for
both and cancels. All figures of all slices share the draws, and one bar is set for all together:
the largest of them exceeds it by chance alone once in twenty test sets (max-t, Westfall and Young),
however many there are and however alike.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy import stats

from cartvision.evidence.attributes import of_attribute
from cartvision.evidence.figures import LOWER_IS_BETTER, figures_of, value_of
from cartvision.evidence.parts import Part, everything
from cartvision.evidence.resampling import Drawn, Figure, Weights, draw, once
from cartvision.evidence.slices import SUFFICIENT, positives, slices_of
from cartvision.evidence.tables import Evidence
from cartvision.gate.policy import Comparison

DRAWS = 1000
POWER = 0.9  # of showing a loss that must be seen
NOISE = 1e-9  # what rounding makes of nothing
NOTHING = Figure(lambda weights: np.zeros(len(weights)), units=0, support=0)


@dataclass(frozen=True)
class Loss:
    """How much worse the candidate is in one figure of one part; below 0 it is better."""

    figure: str
    part: str  # "" is the whole test set
    candidate: float
    champion: float
    loss: float
    error: float  # its standard error, over groups
    margin: float
    units: int
    pictures: int
    drawn: Drawn  # (r,) the loss in every draw, less its mean
    rows: Part

    @property
    def name(self) -> str:
        return f"{self.figure} in {self.part}" if self.part else self.figure

    @property
    def decidable(self) -> bool:
        """One group says nothing of another."""
        return self.units > 1

    @property
    def excess(self) -> float:
        """Standard errors beyond the margin."""
        beyond = self.loss - self.margin
        if self.error > NOISE:
            return beyond / self.error
        return float(np.inf) * np.sign(beyond) if abs(beyond) > NOISE else 0.0

    def beyond(self, share: float) -> float:
        """Standard errors that chance exceeds with this probability, for so few groups."""
        return float(stats.t.ppf(1 - share, self.units - 1))


def losses(candidate: Evidence, champion: Evidence, *, asked: Comparison, seed: int) -> list[Loss]:
    """Every figure that the policy names: overall, in sufficient slices, of each attribute."""
    whole = everything(candidate)
    weights = draw(whole.units, times=DRAWS, seed=seed)
    found = list(_of_part(whole, candidate, champion, margins=asked.overall, weights=weights))
    for part in slices_of(candidate) if asked.slices else ():
        if SUFFICIENT <= positives(candidate, part) < positives(candidate, whole):
            own = weights if part.unit is whole.unit else _own(part, seed=seed)
            found += _of_part(part, candidate, champion, margins=asked.slices, weights=own)
    if asked.attributes:
        found += _of_attributes(whole, candidate, champion, asked=asked, weights=weights)
    return found


def bars(found: Sequence[Loss], *, confidence: float) -> list[float]:
    """The share of chance left to each comparison, so that all together keep the confidence.

    One half is for the figures overall and one for all parts, so that many slices do not hide a
    loss of the whole.
    """
    overall = [one for one in found if not one.part]
    parts = [one for one in found if one.part]
    chance = (1 - confidence) / (2 if overall and parts else 1)
    shares = {bool(some[0].part): _bar(some, chance=chance) for some in (overall, parts) if some}
    return [shares[bool(one.part)] for one in found]


def _bar(found: Sequence[Loss], *, chance: float) -> float:
    """The largest of them goes beyond it with this probability."""
    spread = [
        one.drawn / np.nanstd(one.drawn) for one in found if one.decidable and one.error > NOISE
    ]
    if not spread:
        return chance
    largest = np.max(np.nan_to_num(np.stack(spread), nan=-np.inf), axis=0)
    return float(stats.norm.sf(np.quantile(largest, 1 - chance)))


def smallest_seen(one: Loss, *, share: float) -> float:
    """The true loss that the test set shows with POWER."""
    return one.margin + (one.beyond(share) + float(stats.norm.ppf(POWER))) * one.error


def pictures_to_see(one: Loss, *, loss: float, share: float) -> int:
    """How many pictures like these would show such a loss with POWER."""
    reach = float(stats.norm.isf(share) + stats.norm.ppf(POWER)) * one.error
    return int(np.ceil(one.pictures * (reach / (loss - one.margin)) ** 2))


def pictures_to_prove(one: Loss, *, confidence: float) -> int:
    """How many would prove, with POWER, that an equally good model loses less than its margin."""
    reach = float(stats.norm.ppf(confidence) + stats.norm.ppf(POWER)) * one.error
    return int(np.ceil(one.pictures * (reach / one.margin) ** 2)) if one.margin else 0


def _own(part: Part, *, seed: int) -> Weights:
    """A slice that has units of its own has draws of its own, the same for both models."""
    return draw(part.units, times=DRAWS, seed=zlib.crc32(part.name.encode()) ^ seed)


def _of_part(
    part: Part,
    candidate: Evidence,
    champion: Evidence,
    *,
    margins: Mapping[str, float],
    weights: Weights,
) -> Iterator[Loss]:
    """What the champion has. Where the candidate lacks it, it has lost all of it."""
    ours, theirs = (figures_of(side, part, only=margins) for side in (candidate, champion))
    for figure, margin in margins.items():
        if figure in theirs:
            sides = (ours.get(figure, NOTHING), theirs[figure])
            values = [
                0.0 if side is NOTHING else value_of(figure, side, evidence=evidence, part=part)
                for evidence, side in zip((candidate, champion), sides, strict=True)
            ]
            yield _loss(figure, part, sides, values, margin=margin, weights=weights)


def _of_attributes(
    whole: Part, candidate: Evidence, champion: Evidence, *, asked: Comparison, weights: Weights
) -> Iterator[Loss]:
    for number, name in enumerate(candidate.attributes):
        part = replace(whole, name=f"attribute {name}")
        ours, theirs = (
            dict(of_attribute(side, whole, attribute=number)) for side in (candidate, champion)
        )
        for figure, margin in asked.attributes.items():
            if figure in theirs and theirs[figure].support >= SUFFICIENT:
                sides = (ours.get(figure, NOTHING), theirs[figure])
                values = [float(one(once(whole.units))[0]) for one in sides]
                yield _loss(figure, part, sides, values, margin=margin, weights=weights)


def _loss(
    figure: str,
    part: Part,
    sides: tuple[Figure, Figure],
    values: Sequence[float],
    *,
    margin: float,
    weights: Weights,
) -> Loss:
    sign = -1 if figure in LOWER_IS_BETTER else 1
    drawn = sign * (sides[1](weights) - sides[0](weights))
    known = drawn[np.isfinite(drawn)]
    units = sides[1].units
    wider = np.sqrt(units / (units - 1)) if units > 1 else 1.0
    return Loss(
        figure=figure,
        part=part.name,
        candidate=values[0],
        champion=values[1],
        loss=sign * (values[1] - values[0]),
        error=float(known.std()) * wider if len(known) else 0.0,
        margin=margin,
        units=units,
        pictures=int(part.pictures.sum()),
        drawn=drawn - known.mean() if len(known) else drawn,
        rows=part,
    )
