"""The two rules by which a candidate stands beside the champion."""

from collections.abc import Iterator, Sequence

from cartvision.evidence.figures import LOWER_IS_BETTER
from cartvision.gate.comparison import (
    Loss,
    bars,
    pictures_to_prove,
    pictures_to_see,
    smallest_seen,
)
from cartvision.gate.judged import Judged
from cartvision.gate.policy import Comparison
from cartvision.gate.worst import most_lost
from cartvision.reports.verdict import Check

ALONE = 0.05  # a loss that would be evidence if nothing else had been compared: worth a look


def block_on_harm(
    found: Sequence[Loss], *, asked: Comparison, candidate: Judged, champion: Judged
) -> Iterator[Check]:
    """Refuse what is worse by more than its margin and more than chance explains."""
    for one, share in zip(found, bars(found, confidence=asked.confidence), strict=True):
        ends = _ends(one, share=share)
        harmed = ends is not None and ends[0] > one.margin
        reason = "" if ends is None else _harm(one, ends[0], asked=asked, among=len(found))
        name = f"{one.name}: no evidence of harm beyond {one.margin:g}"
        sides = (candidate, champion)
        yield _check(one, name, ends=ends, passed=not harmed, reason=reason, sides=sides)


def _harm(one: Loss, least: float, *, asked: Comparison, among: int) -> str:
    return (
        f"{_told(one)}: the loss is at least {least:.4f} ({asked.confidence:.0%} over all {among} "
        f"comparisons together), and {one.margin:g} is allowed; {_limit(one):.4f} would pass"
    )


def prove_no_harm(
    found: Sequence[Loss], *, asked: Comparison, candidate: Judged, champion: Judged
) -> Iterator[Check]:
    """Refuse what may be worse by more than its margin: every figure has to be proved.

    Each is tested alone: to pass, all must, so that many tests make passing harder, not easier.
    """
    for one in found:
        ends = _ends(one, share=1 - asked.confidence)
        proven = ends is not None and ends[1] <= one.margin
        name = f"{one.name}: proven to lose no more than {one.margin:g}"
        reason = _unproven(one, high=None if ends is None else ends[1], asked=asked)
        sides = (candidate, champion)
        yield _check(one, name, ends=ends, passed=proven, reason=reason, sides=sides)


def _ends(one: Loss, *, share: float) -> tuple[float, float] | None:
    """Of the loss: beyond each lies this share; None where one group says nothing of others."""
    if not one.decidable:
        return None
    reach = one.beyond(share) * one.error
    return one.loss - reach, one.loss + reach


def _unproven(one: Loss, *, high: float | None, asked: Comparison) -> str:
    if high is None:
        return f"{_told(one)}: one group proves nothing of others; judge on more groups"
    needed = pictures_to_prove(one, confidence=asked.confidence)
    small = (
        f"; about {needed} pictures like these {one.pictures} would prove it of an equal model"
        if needed > one.pictures
        else ""
    )
    return (
        f"{_told(one)}: the loss may be {high:.4f} at {asked.confidence:.0%}, and {one.margin:g} "
        f"is allowed{small}"
    )


def warnings(found: Sequence[Loss], *, asked: Comparison) -> Iterator[str]:
    """What the comparison cannot tell, and what it looks like without being evidence."""
    block = asked.rule == "block-on-evidence-of-harm"
    barred = list(zip(found, bars(found, confidence=asked.confidence), strict=True))
    for one, share in barred:
        if not one.decidable:
            yield f"{one.name}: the test set has one group there, which decides nothing"
        elif block and not one.part and one.figure not in LOWER_IS_BETTER:
            yield from _too_small(one, asked=asked, share=share)
    for one, share in barred:
        if block and one.decidable and one.beyond(ALONE) < one.excess <= one.beyond(share):
            yield f"{_told(one)}: it looks worse, yet is no evidence among {len(found)} comparisons"


def _too_small(one: Loss, *, asked: Comparison, share: float) -> Iterator[str]:
    seen = smallest_seen(one, share=share)
    if seen > asked.must_see:
        needed = pictures_to_see(one, loss=asked.must_see, share=share)
        yield (
            f"the test set is too small to decide on {one.figure}: with {one.pictures} pictures in "
            f"{one.units} groups a loss below {seen:.3f} may pass unseen; about {needed} pictures "
            f"would show {asked.must_see:g}"
        )


def _check(
    one: Loss,
    name: str,
    *,
    ends: tuple[float, float] | None,
    passed: bool,
    reason: str,
    sides: tuple[Judged, Judged],
) -> Check:
    pictures = [] if passed else most_lost(sides[0].evidence, sides[1].evidence, part=one.rows)
    low, high = ends or (None, None)
    return Check(
        name=name,
        figure=one.name,
        value=one.candidate,
        limit=_limit(one),
        passed=passed,
        reason="" if passed else reason,
        champion=one.champion,
        low=low,
        high=high,
        pictures=pictures,
    )


def _told(one: Loss) -> str:
    return f"{one.name} is {one.candidate:.4f} where the champion has {one.champion:.4f}"


def _limit(one: Loss) -> float:
    """The value at which the loss is its margin."""
    sign = -1 if one.figure in LOWER_IS_BETTER else 1
    return one.champion - sign * one.margin
