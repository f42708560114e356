"""Thresholds whose precision is shown, not only seen: it holds on other pictures too.

To pick the lowest of many thresholds whose bound clears the target would break the bound: with a
few hundred looks some luck is certain. So thresholds are tested one after the other, from few
answers to many, and what was not shown ends it (fixed-sequence testing, as Learn then Test has
it: Angelopoulos et al., 2021). The sequence is laid down by the number of answers alone, never by
a label. It starts twice, each time with half of the chance to err, which a start that holds hands
on to the next (Wiens' fallback procedure): at the fewest answers that clear with none wrong, and
at the fewest that clear with FORGIVEN wrong, so that one wrong label at the top is not the end.
Where there are too few labels for the second start, the first has all of the chance.

A test is Clopper and Pearson's exact bound. It takes answers for independent, and an answer with
a higher score for no less often right, on average; how far scores are from probabilities is of no
matter. Answers of one group count as Korn and Graubard have it for the worst case, in which they
are all right or all wrong together: as (Σm)² / Σm² of them, m being the answers of each group.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc

from cartvision.errors import InputError
from cartvision.train_attributes.decisions.by_f1 import best
from cartvision.train_attributes.decisions.cuts import Cuts, cuts
from cartvision.train_attributes.decisions.decision import Decision, Groups, Probability

FORGIVEN = 4  # wrong answers with which the second start still clears

Chances = NDArray[np.float64]  # (m,)


@dataclass(frozen=True)
class ByGuarantee:
    """Of what it says at least `precision` is right: of yes, and by itself of no.

    Of all calibrations at most 1 - `confidence` bring a yes that falls below, and as many a no.
    """

    precision: float
    confidence: float

    def __post_init__(self) -> None:
        if not (0 < self.precision < 1 and 0 < self.confidence < 1):
            raise InputError(
                f"a precision of {self.precision} with a confidence of {self.confidence} cannot"
                " be shown by any number of labels: both lie between 0 and 1"
            )

    def decide(
        self, probability: Probability, positive: NDArray[np.bool_], *, groups: Groups
    ) -> Decision:
        """The lowest yes and the highest no; where both could be said, the better F1 parts them."""
        yes = self.lowest(probability, positive, end=0.0, groups=groups)
        no = self.lowest(-probability, ~positive, end=-1.0, groups=groups)
        top = None if no is None else -no
        if yes is not None and top is not None and yes <= top:
            yes = top = float(np.clip(best(probability, positive), yes, top))
        return Decision(yes=yes, no=top, why=self._why(yes=yes, no=top))

    def lowest(
        self, score: Probability, right: NDArray[np.bool_], *, end: float, groups: Groups
    ) -> float | None:
        """The lowest shown threshold, `end` being the lowest score there could be."""
        at = cuts(score, right, end=end)
        size = _independent(at, groups=groups)
        luck = _luck(size * at.right / at.above, size=size, precision=self.precision)
        shown = _last_shown(luck, chances=self._chances(size))
        return None if shown is None else float(at.at[shown])

    def _chances(self, size: Chances) -> Chances:
        """What each cut may err with by itself, by the number of answers alone."""
        starts = self._starts(size, forgiven=(0, FORGIVEN)) or self._starts(size, forgiven=(0,))
        chances = np.zeros(len(size))
        for start in starts:
            chances[start] += (1 - self.confidence) / len(starts)
        return chances

    def _starts(self, size: Chances, *, forgiven: Sequence[int]) -> list[int]:
        """The first cut that could clear with each number of wrong answers; [] if one could not."""
        chance = (1 - self.confidence) / len(forgiven)
        needs = [_fewest(wrong, precision=self.precision, chance=chance) for wrong in forgiven]
        starts = [int(np.argmax(size >= need)) for need in needs]
        return starts if (size.max() >= np.array(needs)).all() else []

    def _why(self, *, yes: float | None, no: float | None) -> str:
        told = (("yes", yes), ("no", no))
        never = " or ".join(name for name, threshold in told if threshold is None)
        if not never:
            return ""
        return (
            f"never says {never}: no threshold shows a precision of {self.precision:g}"
            f" with a confidence of {self.confidence:g}"
        )


def _last_shown(luck: Chances, *, chances: Chances) -> int | None:
    last, kept = None, 0.0
    for place, (seen, own) in enumerate(zip(luck.tolist(), chances.tolist(), strict=True)):
        kept += own
        if seen <= kept:
            last = place
        else:
            kept = 0.0
    return last


def _luck(right: Chances, *, size: Chances, precision: float) -> Chances:
    """The chance to see as many right though the precision were no better than this one."""
    seen = np.maximum(right, np.finfo(np.float64).tiny)
    return np.asarray(betainc(seen, size - right + 1, precision))


@cache
def _fewest(wrong: int, *, precision: float, chance: float) -> int:
    """Of so many answers `wrong` may be wrong."""
    for size in count(wrong + 1):
        if betainc(size - wrong, wrong + 1, precision) <= chance:
            return size
    raise AssertionError("unreachable")


def _independent(at: Cuts, *, groups: Groups) -> Chances:
    """What the answers above each cut count as, given that those of one group are one."""
    _, owner, sizes = np.unique(groups[at.order], return_inverse=True, return_counts=True)
    by_group = np.argsort(owner, kind="stable")
    before = np.empty(len(owner), dtype=np.int64)  # answers of its group with a higher score
    before[by_group] = np.arange(len(owner)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    squares = np.cumsum(2 * before + 1)[at.above - 1]
    return np.asarray(at.above**2 / squares)
