"""How large a loss must be to be evidence among many, and what test set would show one."""

from collections.abc import Sequence

import numpy as np
from scipy import stats

from cartvision.gate.loss import Loss, reach

POWER = 0.9  # of showing a loss that must be seen, and of proving that there is none
MOST_UNITS = 100_000


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
    """The largest of them goes beyond it with this probability (Westfall and Young's max-t)."""
    spreads = [(one.drawn, np.nanstd(one.drawn)) for one in found if one.decidable]
    drawn = [values / spread for values, spread in spreads if spread > 0]
    if not drawn:
        return chance / max(len(found), 1)
    largest = np.max(np.nan_to_num(np.stack(drawn), nan=-np.inf), axis=0)
    return float(stats.norm.sf(np.quantile(largest, 1 - chance)))


def smallest_seen(one: Loss, *, share: float) -> float:
    """The true loss that the test set shows with POWER."""
    return one.margin + (one.beyond(share) + _power()) * one.error


def groups_to_show(one: Loss, *, loss: float, share: float) -> int | None:
    """How many groups like these show such a loss with POWER; None where no number does.

    To prove that an equally good model loses no more than its margin takes as many as to show a
    loss of twice that margin.
    """
    room = loss - one.margin
    for units in _growing(one.units):
        error = one.error * np.sqrt(one.units / units)
        if (reach(units, share=share) + _power()) * error <= room:
            return units
    return None


def _growing(units: int) -> list[int]:
    """By a twentieth at a time."""
    sizes = [units]
    while sizes[-1] < MOST_UNITS:
        sizes.append(max(sizes[-1] + 1, round(sizes[-1] * 1.05)))
    return sizes


def _power() -> float:
    return float(stats.norm.ppf(POWER))
