"""A run's final status and outcome → a line and a page."""

import logging

from cartvision.announce.ending import ending_of
from cartvision.announce.flags import AnnounceFlags
from cartvision.announce.status import read_status
from cartvision.files import write_text
from cartvision.flags import run
from cartvision.outputs import write_executor_output
from cartvision.reports.page import Section, page
from cartvision.storage.store import open_store
from cartvision.triton.outcome import find_outcome

log = logging.getLogger(__name__)


def main(flags: AnnounceFlags) -> None:
    outcome = find_outcome(open_store(flags.releases), run=flags.run)
    ending = ending_of(read_status(flags.status), outcome)
    reasons = Section("Reasons", rows=[[reason] for reason in ending.reasons], columns=["reason"])
    written = page(
        f"Run {flags.run}",
        lead=ending.sentence,
        figures={"outcome": ending.outcome},
        sections=[reasons] if ending.reasons else [],
    )
    write_text(flags.page, written)
    write_executor_output(flags.kfp, metadata={"page": {"outcome": ending.outcome}})
    log.info("%s", ending.sentence)
    for reason in ending.reasons:
        log.info("  %s", reason)


if __name__ == "__main__":
    run(main, AnnounceFlags)
