"""The verdict for people."""

from collections.abc import Sequence

from cartvision.gate.plots import losses
from cartvision.reports.page import Section, page
from cartvision.reports.verdict import Check, Verdict

WHOLE = 100  # from here on, milliseconds and the like have no decimals
LOSSES = (
    "How much worse than the champion, below 0 is better, with the range that all comparisons "
    "together keep by the policy's confidence."
)


def page_of(verdict: Verdict) -> str:
    beside = [check for check in verdict.checks if check.champion is not None]
    alone = [check for check in verdict.checks if check.champion is None]
    met = sum(check.passed for check in verdict.checks)
    return page(
        f"{'Passed' if verdict.passed else 'Refused'}: {verdict.subject}",
        lead=_lead(verdict),
        figures={
            "checks met": f"{met} of {len(verdict.checks)}",
            "in the way": len(verdict.reasons),
            "to know": len(verdict.warnings),
        },
        sections=[_reasons(verdict), *_warnings(verdict), _demands(alone), *_comparison(beside)],
    )


def _lead(verdict: Verdict) -> str:
    if not verdict.champion:
        return "No champion stands beside it: the demands alone decide."
    return f"Compared with {verdict.champion}, on the same test pictures."


def _reasons(verdict: Verdict) -> Section:
    if verdict.passed:
        return Section("Why", text="Every check of the policy is met.")
    rows = [
        [check.reason, ", ".join(check.pictures) or "–"]
        for check in verdict.checks
        if not check.passed
    ]
    return Section("Why", columns=["what stands in the way", "most in these pictures"], rows=rows)


def _warnings(verdict: Verdict) -> list[Section]:
    if not verdict.warnings:
        return []
    rows = [[warning] for warning in verdict.warnings]
    return [Section("To know", columns=["this does not stand in the way"], rows=rows)]


def _demands(checks: Sequence[Check]) -> Section:
    rows = [
        [check.name, _number(check.value), _interval(check), _outcome(check)] for check in checks
    ]
    return Section("Demands", columns=["demand", "value", "95 % interval", "outcome"], rows=rows)


def _comparison(checks: Sequence[Check]) -> list[Section]:
    if not checks:
        return []
    columns = ["check", "candidate", "champion", "range of the loss", "outcome"]
    rows = [
        [
            check.name,
            _number(check.value),
            _number(check.champion),
            _interval(check),
            _outcome(check),
        ]
        for check in checks
    ]
    drawn = losses(checks)
    return [
        Section("Beside the champion", text=LOSSES, pictures=[drawn] if drawn else []),
        Section("Every comparison", columns=columns, rows=rows),
    ]


def _outcome(check: Check) -> str:
    return "✓ met" if check.passed else "✗ not met"


def _interval(check: Check) -> str:
    if check.low is None or check.high is None:
        return "–"
    return f"{check.low:.4f} to {check.high:.4f}"


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.4f}" if abs(value) < WHOLE else f"{value:,.0f}"
