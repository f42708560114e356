"""Files → a release → files."""

import logging

from cartvision.data.reader import open_dataset
from cartvision.deploy_triton.candidate import check_may_be_released, read_export
from cartvision.deploy_triton.contents import golden_frames, release_contents
from cartvision.deploy_triton.flags import DeployTritonFlags
from cartvision.files import write_text
from cartvision.flags import run
from cartvision.outputs import write_executor_output
from cartvision.reports.metrics import read_report
from cartvision.reports.verdict import read_verdict
from cartvision.storage.store import open_store
from cartvision.triton.channels import look_at_channels, make_stable
from cartvision.triton.outcome import Outcome, write_outcome
from cartvision.triton.release import FILE_NAME, ReleaseInfo, hashes, name_of, write_release

log = logging.getLogger(__name__)


def main(flags: DeployTritonFlags) -> None:
    export, report = read_export(flags.model), read_report(flags.report)
    verdict, dataset = read_verdict(flags.verdict), open_dataset(flags.dataset)
    fingerprint = dataset.info.fingerprint
    check_may_be_released(export, report=report, verdict=verdict, fingerprint=fingerprint)

    store = open_store(flags.releases)
    seen = look_at_channels(store)
    contents = release_contents(export, frames=golden_frames(dataset))
    files = hashes(contents)
    info = ReleaseInfo(
        name=name_of(files),
        created_at=flags.created_at,
        files=files,
        metrics=report.overall,
        verdict=verdict,
        dataset=fingerprint,
        licences=export.card["licences"],
        parent=seen.stable.release,
        precision=export.card["precision"],
        card=export.card,
    )
    released = write_release(store, info, contents=contents)
    make_stable(store, released.name, seen=seen)
    write_outcome(store, Outcome(outcome="released", release=released.name), run=flags.run)

    write_text(flags.release / FILE_NAME, released.model_dump_json(indent=2) + "\n")
    shown = {"name": released.name, "precision": released.precision}
    write_executor_output(flags.kfp, metadata={"release": shown})
    log.info("released %s (%s) to %s", released.name, released.precision, store.uri)


if __name__ == "__main__":
    run(main, DeployTritonFlags)
