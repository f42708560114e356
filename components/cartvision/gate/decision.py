"""The decision on a model, from figures alone."""

from collections.abc import Iterator

from cartvision.errors import InputError
from cartvision.gate.policy import LOWER_IS_BETTER, Policy
from cartvision.reports.metrics import Report
from cartvision.reports.verdict import Check, Verdict


def decide(candidate: Report, *, champion: Report | None, policy: Policy) -> Verdict:
    """Every floor, and every margin to the champion if there is one."""
    checks = list(_floors(candidate, policy=policy))
    if champion is not None:
        _comparable(candidate, champion=champion)
        checks += _margins(candidate, champion=champion, policy=policy)
    reasons = [check.reason for check in checks if not check.passed]
    return Verdict(
        subject=candidate.subject,
        model=candidate.model,
        passed=not reasons,
        reasons=reasons,
        checks=checks,
    )


def _comparable(candidate: Report, *, champion: Report) -> None:
    ours, theirs = (candidate.dataset, candidate.split), (champion.dataset, champion.split)
    if ours != theirs:
        raise InputError(
            f"the champion was judged on {theirs[1]} of dataset {theirs[0][:12]}, the candidate on "
            f"{ours[1]} of {ours[0][:12]}: run evaluate with --champion so that both see the same"
        )


def _floors(candidate: Report, *, policy: Policy) -> Iterator[Check]:
    for figure, floor in policy.floors.items():
        name = f"{figure} ≥ {floor:g}"
        value = _value(candidate, figure)
        if value is None:
            yield _unmeasured(name, figure, whose="the report", report=candidate)
        else:
            yield _compared(name, figure, value=value, limit=floor, of="the floor")


def _margins(candidate: Report, *, champion: Report, policy: Policy) -> Iterator[Check]:
    for figure, margin in policy.not_worse_than_champion.items():
        name = f"{figure} not worse than the champion by more than {margin:g}"
        value, theirs = _value(candidate, figure), _value(champion, figure)
        if value is None:
            yield _unmeasured(name, figure, whose="the report", report=candidate)
        elif theirs is None:
            yield _unmeasured(name, figure, whose="the champion's report", report=champion)
        else:
            limit = theirs + margin if figure in LOWER_IS_BETTER else theirs - margin
            of = f"what the champion's {theirs:.4f} allows"
            yield _compared(name, figure, value=value, limit=limit, of=of)


def _value(report: Report, figure: str) -> float | None:
    return report.overall[figure].value if figure in report.overall else None


def _unmeasured(name: str, figure: str, *, whose: str, report: Report) -> Check:
    reason = f"{whose} has no {figure}, which the policy asks for; it has {_listed(report)}"
    return Check(name=name, figure=figure, value=None, limit=None, passed=False, reason=reason)


def _listed(report: Report) -> str:
    return ", ".join(report.overall) or "no figures"


def _compared(name: str, figure: str, *, value: float, limit: float, of: str) -> Check:
    lower = figure in LOWER_IS_BETTER
    passed = value <= limit if lower else value >= limit
    side, needed = ("above", "at most") if lower else ("below", "at least")
    reason = (
        f"{figure} is {value:.4f}, {abs(value - limit):.4f} {side} {of}; "
        f"{needed} {limit:.4f} would pass"
    )
    return Check(
        name=name,
        figure=figure,
        value=value,
        limit=limit,
        passed=passed,
        reason="" if passed else reason,
    )
