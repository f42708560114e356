"""The decision on a model, from figures and evidence alone."""

from cartvision.evidence.figures import figures_of
from cartvision.evidence.parts import everything
from cartvision.gate.comparison import losses
from cartvision.gate.demands import demands, unmeasured
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
    told: list[str] = []
    if champion is not None and policy.champion is not None:
        compared, told = _compared(candidate, champion, asked=policy.champion, seed=seed)
        checks += compared
    reasons = [check.reason for check in checks if not check.passed]
    return Verdict(
        subject=candidate.report.subject,
        model=candidate.report.model,
        champion=champion.report.subject if champion else "",
        passed=not reasons,
        reasons=reasons,
        warnings=told,
        checks=checks,
    )


def _compared(
    candidate: Judged, champion: Judged, *, asked: Comparison, seed: int
) -> tuple[list[Check], list[str]]:
    found = losses(candidate.evidence, champion.evidence, asked=asked, seed=seed)
    rule = RULES[asked.rule]
    checks = list(rule(found, asked=asked, candidate=candidate, champion=champion))
    checks += _uncompared(candidate, champion, asked=asked)
    return checks, list(warnings(found, asked=asked))


def _uncompared(candidate: Judged, champion: Judged, *, asked: Comparison) -> list[Check]:
    """A figure that the policy compares and one of the two lacks."""
    missing = []
    for judged, whose in ((candidate, "the report"), (champion, "the champion's report")):
        whole = everything(judged.evidence)
        known = figures_of(judged.evidence, whole, only=asked.overall)
        missing += [
            unmeasured(f"{name} beside the champion", name, whose=whose, judged=judged)
            for name in asked.overall
            if name not in known
        ]
    return missing
