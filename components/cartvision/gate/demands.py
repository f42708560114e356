"""What a policy demands of a model alone: floors, ceilings, what quantisation keeps, rights."""

from collections.abc import Iterator

from cartvision.data.licences import class_of_all
from cartvision.evidence.figures import lower_is_better
from cartvision.gate.judged import Judged
from cartvision.gate.policy import Policy
from cartvision.gate.worst import most_mistakes
from cartvision.reports.metrics import Metric
from cartvision.reports.verdict import Check


def demands(candidate: Judged, *, reference: Judged | None, policy: Policy) -> Iterator[Check]:
    """One check a demand, met or not."""
    for figure, floor in policy.floors.items():
        yield _limited(candidate, figure, limit=floor, at_least=True)
    for figure, ceiling in policy.ceilings.items():
        yield _limited(candidate, figure, limit=ceiling, at_least=False)
    if reference is not None:
        for figure, share in policy.keeps.items():
            yield _kept(candidate, figure, share=share, of=reference)
    if policy.licences is not None:
        yield _licensed(candidate, allowed=list(policy.licences))
    yield from _trusted(candidate, accepted=policy.accepted_doubts)


def _limited(candidate: Judged, figure: str, *, limit: float, at_least: bool) -> Check:
    name = f"{figure} {'≥' if at_least else '≤'} {limit:g}"
    metric = candidate.figure(figure)
    if metric is None:
        return _unmeasured(name, figure, whose="the report", judged=candidate)
    passed = metric.value >= limit if at_least else metric.value <= limit
    side, needed = ("below the floor", "at least") if at_least else ("above the ceiling", "at most")
    reason = (
        f"{figure} is {metric.value:.4f}{_range(metric)}, {abs(metric.value - limit):.4f} {side}; "
        f"{needed} {limit:.4f} would pass"
    )
    return _check(name, figure, metric, limit=limit, passed=passed, reason=reason, of=candidate)


def _kept(candidate: Judged, figure: str, *, share: float, of: Judged) -> Check:
    """Of what is to ship against what was trained: quantisation breaks models silently."""
    name = f"{figure} keeps {share:.1%} of what was trained"
    metric, trained = candidate.figure(figure), of.figure(figure)
    if metric is None:
        return _unmeasured(name, figure, whose="the report", judged=candidate)
    if trained is None:
        return _unmeasured(name, figure, whose="the reference's report", judged=of)
    lower = lower_is_better(figure)
    limit = trained.value / share if lower else trained.value * share
    passed = metric.value <= limit if lower else metric.value >= limit
    reason = (
        f"{figure} is {metric.value:.4f} where {of.report.subject} has {trained.value:.4f}; "
        f"{'at most' if lower else 'at least'} {limit:.4f} would pass. Ship a higher precision?"
    )
    return _check(name, figure, metric, limit=limit, passed=passed, reason=reason, of=candidate)


def _check(
    name: str, figure: str, metric: Metric, *, limit: float, passed: bool, reason: str, of: Judged
) -> Check:
    return Check(
        name=name,
        figure=figure,
        value=metric.value,
        limit=limit,
        passed=passed,
        reason="" if passed else reason,
        low=metric.low,
        high=metric.high,
        pictures=[] if passed or figure not in of.report.overall else most_mistakes(of.evidence),
    )


def _unmeasured(name: str, figure: str, *, whose: str, judged: Judged) -> Check:
    listed = ", ".join(judged.figures) or "no figures"
    reason = f"{whose} has no {figure}, which the policy asks for{need_of(figure)}; it has {listed}"
    return Check(name=name, figure=figure, value=None, limit=None, passed=False, reason=reason)


def need_of(figure: str) -> str:
    """What it takes to measure it, where that is not plain."""
    return next((need for start, need in NEEDS.items() if figure.startswith(start)), "")


NEEDS = {
    "specificity": " and which needs pictures without a product",
    "attribute": " and which needs known attributes",
    "latency": " and which evaluate measures unless --calls is 0",
}


def _licensed(candidate: Judged, *, allowed: list[str]) -> Check:
    named = candidate.report.licences
    found = class_of_all(named)
    reason = (
        f"the model learned from pictures under {', '.join(named) or 'no named licence'}, which "
        f"makes it {found}; the policy allows {', '.join(allowed)}. Train without those pictures, "
        "or name their licences at ingest"
    )
    passed = found in allowed
    return Check(
        name=f"licence class is {' or '.join(allowed)}",
        figure="licence",
        value=None,
        limit=None,
        passed=passed,
        reason="" if passed else reason,
    )


def _trusted(candidate: Judged, *, accepted: list[str]) -> Iterator[Check]:
    for doubt in candidate.report.doubts:
        passed = doubt.kind in accepted
        reason = f"{doubt.text} (accepted_doubts: [{doubt.kind}] in the policy lets it pass)"
        yield Check(
            name=f"the evaluation can be trusted: {doubt.kind}",
            figure=doubt.kind,
            value=None,
            limit=None,
            passed=passed,
            reason="" if passed else reason,
            pictures=[] if passed else doubt.pictures,
        )


def _range(metric: Metric) -> str:
    if metric.low is None or metric.high is None:
        return ""
    return f" ({metric.low:.4f} to {metric.high:.4f})"
