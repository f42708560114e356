"""The stage: sources come in, a dataset folder and a report go out."""

import logging

from cartvision.data.info import read_info
from cartvision.flags import run
from cartvision.ingest.filling import fill
from cartvision.ingest.flags import IngestFlags
from cartvision.ingest.report import show
from cartvision.ingest.summary import Summary, summarise, write_summary
from cartvision.outputs import write_executor_output
from cartvision.reports.page import write_page

log = logging.getLogger(__name__)


def main(flags: IngestFlags) -> None:
    filled = fill(flags)
    summary = summarise(filled, fingerprint=read_info(flags.dataset).fingerprint)
    write_summary(summary, flags.report)
    page = show(summary, samples=filled.samples)
    write_page(page, report=flags.report, page=flags.page)
    described = figures(summary)
    write_executor_output(flags.kfp, metadata={"metrics": described, "dataset": described})
    log.info(", ".join(f"{name} {value}" for name, value in described.items()))


def figures(summary: Summary) -> dict[str, int | float | str]:
    """The few figures that the Kubeflow UI shows."""
    pictures = {f"{name}_pictures": split.pictures for name, split in summary.splits.items()}
    return {
        **pictures,
        "objects": summary.all.objects,
        "quarantined": sum(summary.left_out.values()),
        "mended": sum(summary.mended.values()),
        "fingerprint": summary.fingerprint,
    }


if __name__ == "__main__":
    run(main, IngestFlags)
