"""Reports and a policy in, a verdict out. A refusal is a verdict, not a failure."""

import logging
from pathlib import Path

from cartvision.files import write_text
from cartvision.flags import run
from cartvision.gate.decision import decide
from cartvision.gate.flags import GateFlags
from cartvision.gate.judged import Judged, read_judged
from cartvision.gate.pages import page_of
from cartvision.gate.policy import read_policy
from cartvision.outputs import write_executor_output
from cartvision.reports.verdict import Verdict, write_verdict

log = logging.getLogger(__name__)


def main(flags: GateFlags) -> None:
    policy = read_policy(flags.policy)
    candidate = read_judged(flags.candidate)
    champion = read_champion(flags)
    reference = read_judged(flags.reference) if flags.reference else None
    verdict = decide(
        candidate, champion=champion, reference=reference, policy=policy, seed=flags.seed
    )
    write_verdict(verdict, flags.verdict)
    if flags.passed is not None:
        write_text(flags.passed, "true" if verdict.passed else "false")
    if flags.page is not None:
        write_text(flags.page, page_of(verdict))
    tell(verdict)
    write_executor_output(flags.kfp, metadata={"metrics": scalars(verdict)})


def read_champion(flags: GateFlags) -> Judged | None:
    """The one that is given, else the one that evaluate judged beside the candidate."""
    beside: Path = flags.candidate / "champion"
    folder = flags.champion or (beside if beside.is_dir() else None)
    return read_judged(folder) if folder else None


def tell(verdict: Verdict) -> None:
    for line in verdict.reasons or ["every check of the policy is met"]:
        log.info("%s: %s", "passed" if verdict.passed else "refused", line)
    for line in verdict.warnings:
        log.info("note: %s", line)


def scalars(verdict: Verdict) -> dict[str, float]:
    measured = {check.name: check.value for check in verdict.checks if check.value is not None}
    return {"passed": float(verdict.passed)} | measured


if __name__ == "__main__":
    run(main, GateFlags)
