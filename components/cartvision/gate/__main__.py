"""A report and a policy in, a verdict out. A refusal is a verdict, not a failure."""

import logging
from pathlib import Path

from cartvision.files import write_text
from cartvision.flags import run
from cartvision.gate.decision import decide
from cartvision.gate.flags import GateFlags
from cartvision.gate.pages import page_of
from cartvision.gate.policy import read_policy
from cartvision.outputs import write_executor_output
from cartvision.reports.metrics import Report, read_report
from cartvision.reports.verdict import Verdict, write_verdict

log = logging.getLogger(__name__)


def main(flags: GateFlags) -> None:
    candidate, champion = read_report(flags.candidate), read_champion(flags.candidate)
    verdict = decide(candidate, champion=champion, policy=read_policy(flags.policy))
    write_verdict(verdict, flags.verdict)
    write_text(flags.passed, "true" if verdict.passed else "false")
    if flags.page is not None:
        write_text(flags.page, page_of(verdict, champion=champion))
    for line in verdict.reasons or ["every check of the policy is met"]:
        log.info("%s: %s", "passed" if verdict.passed else "refused", line)
    write_executor_output(flags.kfp, metadata={"metrics": scalars(verdict)})


def read_champion(report: Path) -> Report | None:
    """The champion's report lies within the candidate's, if there is a champion."""
    folder = report / "champion"
    return read_report(folder) if folder.is_dir() else None


def scalars(verdict: Verdict) -> dict[str, float]:
    measured = {check.figure: check.value for check in verdict.checks if check.value is not None}
    return {"passed": float(verdict.passed)} | measured


if __name__ == "__main__":
    run(main, GateFlags)
