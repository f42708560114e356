"""A model and pictures in, a report with its evidence out."""

import logging
import tempfile
from pathlib import Path

from cartvision.data.reader import open_dataset
from cartvision.errors import InputError, WorkError
from cartvision.evaluate.champion import fetch_champion
from cartvision.evaluate.classification import classification_of
from cartvision.evaluate.evaluation import Evaluation, Examination, evaluate
from cartvision.evaluate.flags import EvaluateFlags
from cartvision.evaluate.judge import require_pictures
from cartvision.evaluate.writing import write_evaluation
from cartvision.files import refuse_foreign, write_text
from cartvision.flags import run
from cartvision.inference.open import kind_of
from cartvision.outputs import write_executor_output
from cartvision.reports.metrics import FILE_NAME
from cartvision.storage.store import open_store

log = logging.getLogger(__name__)


def main(flags: EvaluateFlags) -> None:
    refuse_foreign(flags.report, holds=FILE_NAME, flag="--report")
    examination = opened(flags)
    champion = evaluate_champion(flags.champion, on=examination)
    candidate = evaluate(flags.models, on=examination)
    html = write_evaluation(flags.report.resolve(), candidate, champion=champion)
    if flags.page is not None:
        write_text(flags.page, html)
    report = candidate.report
    told = {name: round(metric.value, 4) for name, metric in report.overall.items()}
    log.info("%s on %s: %s", report.subject, report.split, told)
    shown = {"metrics": told, "classification": classification_of(candidate.evidence)}
    write_executor_output(flags.kfp, metadata=shown)


def opened(flags: EvaluateFlags) -> Examination:
    """All that was given is looked at, lest its faults be called the champion's."""
    kind_of(flags.models)
    examination = Examination(
        dataset=open_dataset(flags.dataset),
        split=flags.split,
        trained_on=[open_dataset(folder) for folder in flags.trained_on],
        draws=flags.draws,
        calls=flags.calls,
        seed=flags.seed,
    )
    require_pictures(examination.dataset, split=flags.split)
    return examination


def evaluate_champion(releases: str, *, on: Examination) -> Evaluation | None:
    """The stable release on the same pictures; None where nobody asks, or nothing is stable."""
    if not releases:
        return None
    with tempfile.TemporaryDirectory(prefix="champion-") as folder:
        name = fetch_champion(open_store(releases), to=Path(folder))
        if not name:
            log.info("%s has no stable release: no champion to compare with", releases)
            return None
        try:
            return evaluate([Path(folder)], on=on, name=name)
        except InputError as error:
            said = str(error).replace(f"{folder}/", "")  # which is gone when this is read
            raise WorkError(
                f"the champion {name} of {releases}: {said}; move the channel to a release "
                "that can be judged, or leave --champion out"
            ) from error


if __name__ == "__main__":
    run(main, EvaluateFlags)
