"""A verdict → the run's outcome."""

import logging

from cartvision.errors import InputError
from cartvision.flags import run
from cartvision.outputs import write_executor_output
from cartvision.refuse.flags import RefuseFlags
from cartvision.reports.verdict import read_verdict
from cartvision.storage.store import open_store
from cartvision.triton.outcome import Outcome, write_outcome

log = logging.getLogger(__name__)


def main(flags: RefuseFlags) -> None:
    verdict = read_verdict(flags.verdict)
    if verdict.passed:
        raise InputError(f"{flags.verdict} says that the model passed: there is nothing to refuse")
    outcome = Outcome(outcome="refused", reasons=verdict.reasons)
    write_outcome(open_store(flags.releases), outcome, run=flags.run)
    write_executor_output(flags.kfp, metadata={})
    for reason in verdict.reasons:
        log.info("refused: %s", reason)


if __name__ == "__main__":
    run(main, RefuseFlags)
