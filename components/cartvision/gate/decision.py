"""The decision on a model, from figures and evidence alone."""

from collections.abc import Iterator

from cartvision.gate.comparison import compared
from cartvision.gate.demands import demands, need_of
from cartvision.gate.judged import Judged, require_the_same_test_set
from cartvision.gate.policy import Comparison, Policy
from cartvision.gate.rules import block_on_harm, prove_no_harm, warnings
from cartvision.reports.verdict import Check, Verdict

RULES = {"block-on-evidence-of-harm": block_on_harm, "prove-no-harm": prove_no_harm}


def decide(
    candidate: Judged,
    *,
    champion: Judged | None,
    reference: Judged | None = None,
    policy: Policy,
    seed: int,
) -> Verdict:
    """Every demand of the policy, and the comparison if there is a champion."""
    for other, called in ((champion, "champion"), (reference, "reference")):
        if other is not None:
            require_the_same_test_set(candidate, other, called=called)
    checks = list(demands(candidate, reference=reference, policy=policy))
    told = list(_left_out(candidate, champion=champion, reference=reference, policy=policy))
    if champion is not None and policy.champion is not None:
        beside, more = _beside(candidate, champion, asked=policy.champion, seed=seed)
        checks += beside
        told += more
    reasons = [check.reason for check in checks if not check.passed]
    return Verdict(
        subject=candidate.report.subject,
        model=candidate.report.model,
        champion=champion.report.subject if champion and policy.champion else "",
        passed=not reasons,
        reasons=reasons,
        warnings=told,
        checks=checks,
    )


def _left_out(
    candidate: Judged, *, champion: Judged | None, reference: Judged | None, policy: Policy
) -> Iterator[str]:
    """What the policy has and nobody could ask, and what is to be known of the champion."""
    if policy.champion is not None and champion is None:
        yield "there was no champion to compare with: the demands alone decided"
    if policy.champion is None and champion is not None:
        yield "the policy does not ask how the champion does: nothing was compared"
    if policy.keeps and reference is None:
        yield "what the export keeps was not asked: no --reference was given"
    for doubt in champion.report.doubts if champion is not None else ():
        yield f"of the champion: {doubt.text}"
    for figure in policy.ceilings:
        metric = candidate.figure(figure)
        if metric is not None and figure.startswith("latency_") and metric.high is None:
            yield (
                f"{figure} rests on {metric.support} calls, too few for an upper bound; "
                "evaluate --calls 400 has one"
            )


def _beside(
    candidate: Judged, champion: Judged, *, asked: Comparison, seed: int
) -> tuple[list[Check], list[str]]:
    told = compared(candidate.evidence, champion.evidence, asked=asked, seed=seed)
    rule = RULES[asked.rule]
    checks = list(rule(told.found, asked=asked, candidate=candidate, champion=champion))
    for name in told.gone:
        lost = f"the champion tells {name}, and the candidate no longer does: it has lost all of it"
        checks.append(_not_compared(name, reason=lost))
    known = {one.name for one in told.found} | set(told.gone)
    for name in asked.overall:
        if name not in known:
            hint = need_of(name) or ": was the champion judged by an earlier policy?"
            checks.append(
                _not_compared(name, reason=f"the champion has no {name} to compare with{hint}")
            )
    return checks, list(warnings(told.found, asked=asked))


def _not_compared(name: str, *, reason: str) -> Check:
    return Check(
        name=f"{name} beside the champion",
        figure=name,
        value=None,
        limit=None,
        passed=False,
        reason=reason,
    )
