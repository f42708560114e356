"""The two rules by which a candidate stands beside the champion."""

from collections.abc import Iterator, Sequence

from cartvision.evidence.figures import lower_is_better
from cartvision.evidence.slices import SUFFICIENT
from cartvision.gate.bars import bars, groups_to_show, smallest_seen
from cartvision.gate.judged import Judged
from cartvision.gate.loss import Loss
from cartvision.gate.policy import BLOCK, Comparison
from cartvision.gate.worst import most_lost
from cartvision.reports.verdict import Check

ALONE = 0.05  # a loss that would be evidence if nothing else had been compared: worth a look


def block_on_harm(
    found: Sequence[Loss], *, asked: Comparison, candidate: Judged, champion: Judged
) -> Iterator[Check]:
    """Refuse what is worse by more than its margin and more than chance explains."""
    for one, share in zip(found, bars(found, confidence=asked.confidence), strict=True):
        ends = _ends(one, share=share)
        # A slice that lies in one group is passed over; a test set of one group decides nothing.
        harmed = bool(not one.part) if ends is None else ends[0] > one.margin
        reason = _harm(one, ends, asked=asked, among=len(found))
        name = f"{one.name}: no evidence of harm beyond {one.margin:g}"
        sides = (candidate, champion)
        yield _check(one, name, ends=ends, passed=not harmed, reason=reason, sides=sides)


def _harm(one: Loss, ends: tuple[float, float] | None, *, asked: Comparison, among: int) -> str:
    if ends is None:
        return f"{_told(one)}: one group says nothing of others; judge on more groups"
    return (
        f"{_told(one)}: beyond chance it loses at least {ends[0]:.4f}, and {one.margin:g} is "
        f"allowed; {_limit(one):.4f} would pass ({asked.confidence:.0%} sure, over all {among} "
        "comparisons together)"
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
    groups = groups_to_show(one, loss=2 * one.margin, share=1 - asked.confidence)
    small = f"; of an equal model {_needed(one, groups)} would prove it"
    if not one.margin:
        small = "; that nothing is lost cannot be proved: allow a margin"
    return (
        f"{_told(one)}: the loss may be {high:.4f} at {asked.confidence:.0%}, and {one.margin:g} "
        f"is allowed{small}"
    )


def _needed(one: Loss, groups: int | None) -> str:
    if groups is None:
        return "no number of pictures"
    pictures = round(one.pictures * groups / one.units)
    return f"about {pictures} pictures in {groups} groups (there are {one.pictures} in {one.units})"


def warnings(found: Sequence[Loss], *, asked: Comparison) -> Iterator[str]:
    """What the comparison cannot tell, and what looks worse without being evidence."""
    yield from _compared_nowhere(found, asked=asked)
    if asked.rule != BLOCK:
        return
    barred = list(zip(found, bars(found, confidence=asked.confidence), strict=True))
    shares = [pair for pair in barred if pair[0].decidable and not lower_is_better(pair[0].figure)]
    for one, share in shares:
        if not one.part:
            yield from _too_small(one, must_see=asked.must_see, share=share)
    parts = [pair for pair in shares if pair[0].part]
    if parts:
        one, share = max(parts, key=lambda pair: smallest_seen(pair[0], share=pair[1]))
        seen = smallest_seen(one, share=share)
        yield f"least is seen of {one.name}: there a loss below {seen:.3f} may pass unseen"
    for one, share in barred:
        if one.decidable and one.beyond(ALONE) < one.excess <= one.beyond(share):
            yield f"{_told(one)}: it looks worse, yet is no evidence among {len(found)} comparisons"


def _compared_nowhere(found: Sequence[Loss], *, asked: Comparison) -> Iterator[str]:
    """A policy that asks for slices, and a test set without one that is large enough."""
    done = {(one.figure, bool(one.part)) for one in found}
    for named, what in (
        (asked.slices, "slice"),
        (asked.groups, "group"),
        (asked.attributes, "attribute"),
    ):
        for figure in named:
            if (figure, True) not in done:
                yield f"{figure} was compared in no {what}: none has {SUFFICIENT} positives"


def _too_small(one: Loss, *, must_see: float, share: float) -> Iterator[str]:
    seen = smallest_seen(one, share=share)
    if seen > must_see:
        needed = _needed(one, groups_to_show(one, loss=must_see, share=share))
        yield (
            f"the test set is too small to decide on {one.figure}: a loss below {seen:.3f} may "
            f"pass unseen; {needed} would show {must_see:g}"
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
    sign = -1 if lower_is_better(one.figure) else 1
    return one.champion - sign * one.margin
