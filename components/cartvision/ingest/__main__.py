"""The stage: a source comes in, a dataset folder and a report go out."""

import logging

from cartvision.data.info import read_info
from cartvision.data.writer import DatasetWriter
from cartvision.flags import run
from cartvision.ingest.faults import write_quarantine
from cartvision.ingest.flags import IngestFlags
from cartvision.ingest.pictures import examine
from cartvision.ingest.report import show
from cartvision.ingest.sku110k import read_source
from cartvision.ingest.splits import Shares, require_all_splits, split_of
from cartvision.ingest.summary import Summary, write_summary
from cartvision.ingest.tally import Tally
from cartvision.loops import progress
from cartvision.outputs import write_executor_output
from cartvision.reports.page import write_page
from cartvision.storage.store import Store, open_store

log = logging.getLogger(__name__)


def main(flags: IngestFlags) -> None:
    store = open_store(flags.source)
    tally = fill(store, flags)
    fingerprint = read_info(flags.dataset).fingerprint
    summary = tally.summary(source=store.uri, fingerprint=fingerprint)
    write_summary(summary, flags.report)
    page = show(summary, sample=tally.sample)
    write_page(page, report=flags.report, page=flags.page)
    described = figures(summary)
    write_executor_output(flags.kfp, metadata={"metrics": described, "dataset": described})
    log.info(", ".join(f"{name} {value}" for name, value in described.items()))


def fill(store: Store, flags: IngestFlags) -> Tally:
    """Write the dataset folder and the quarantine; past --max-broken only the quarantine."""
    source = read_source(store)
    shares = Shares(val=flags.val_share, test=flags.test_share)
    listed = [listing.group for listing in source.listings]
    require_all_splits(listed, seed=flags.seed, shares=shares)
    tally = Tally(source)
    with DatasetWriter(
        flags.dataset,
        attributes=source.attributes,
        taxonomy=source.taxonomy,
        made_by={"ingest": settings(flags)},
    ) as writer:
        outcomes = examine(store, source, workers=flags.workers)
        for outcome in progress(outcomes, what="pictures", total=len(source.listings)):
            split = split_of(outcome.listing.group, seed=flags.seed, shares=shares)
            tally.add(outcome, split=split)
            if outcome.picture:
                writer.add(outcome.picture, split=split)
        write_quarantine(tally.faults, flags.report)
        tally.require(max_broken=flags.max_broken)
        require_all_splits(tally.groups, seed=flags.seed, shares=shares)
    return tally


def settings(flags: IngestFlags) -> dict[str, object]:
    """What decides the dataset's content, for its record."""
    return flags.model_dump(
        include={"source", "format", "val_share", "test_share", "seed", "max_broken"}
    )


def figures(summary: Summary) -> dict[str, int | float | str]:
    """The few figures that the Kubeflow UI shows."""
    pictures = {f"{name}_pictures": split.pictures for name, split in summary.splits.items()}
    return {
        **pictures,
        "objects": summary.rows["boxes"].kept,
        "quarantined": sum(summary.quarantined.values()),
        "fingerprint": summary.fingerprint,
    }


if __name__ == "__main__":
    run(main, IngestFlags)
