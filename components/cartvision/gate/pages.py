"""The verdict for people."""

from cartvision.reports.metrics import Report
from cartvision.reports.page import Section, page
from cartvision.reports.verdict import Check, Verdict


def page_of(verdict: Verdict, *, champion: Report | None) -> str:
    return page(
        f"{'Passed' if verdict.passed else 'Refused'}: {verdict.subject}",
        lead=_lead(verdict, champion=champion),
        figures={check.figure: _number(check.value) for check in verdict.checks},
        sections=[_reasons(verdict), _checks(verdict)],
    )


def _lead(verdict: Verdict, *, champion: Report | None) -> str:
    met = sum(check.passed for check in verdict.checks)
    beside = f"compared with {champion.subject}" if champion else "there is no champion yet"
    return f"{met} of {len(verdict.checks)} checks met; {beside}."


def _reasons(verdict: Verdict) -> Section:
    if verdict.passed:
        return Section("Why", text="Every check of the policy is met.")
    rows = [[reason] for reason in verdict.reasons]
    return Section("Why", columns=["what stands in the way"], rows=rows)


def _checks(verdict: Verdict) -> Section:
    rows = [
        [check.name, _number(check.value), _number(check.limit), _outcome(check)]
        for check in verdict.checks
    ]
    return Section("Checks", columns=["check", "value", "limit", "outcome"], rows=rows)


def _outcome(check: Check) -> str:
    return "✓ met" if check.passed else "✗ not met"


def _number(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.4f}"
