"""A model and pictures in, a report with its evidence out."""

import logging
import tempfile
from pathlib import Path

from cartvision.data.reader import Dataset, open_dataset
from cartvision.evaluate.champion import fetch_champion
from cartvision.evaluate.classification import classification_of
from cartvision.evaluate.evaluation import Evaluation, evaluate
from cartvision.evaluate.flags import EvaluateFlags
from cartvision.evaluate.writing import write_evaluation
from cartvision.files import write_text
from cartvision.flags import run
from cartvision.outputs import write_executor_output
from cartvision.storage.store import open_store

log = logging.getLogger(__name__)


def main(flags: EvaluateFlags) -> None:
    dataset = open_dataset(flags.dataset)
    candidate = evaluate(flags.models, dataset, flags=flags)
    champion = evaluate_champion(dataset, flags=flags)
    html = write_evaluation(flags.report, candidate, champion=champion)
    if flags.page is not None:
        write_text(flags.page, html)
    report = candidate.report
    told = {name: round(metric.value, 4) for name, metric in report.overall.items()}
    log.info("%s on %s: %s", report.subject, report.split, told)
    shown = {"metrics": told, "classification": classification_of(candidate.evidence)}
    write_executor_output(flags.kfp, metadata=shown)


def evaluate_champion(dataset: Dataset, *, flags: EvaluateFlags) -> Evaluation | None:
    """The stable release on the same pictures; None where nobody asks, or nothing is stable."""
    if not flags.champion:
        return None
    with tempfile.TemporaryDirectory(prefix="champion-") as folder:
        name = fetch_champion(open_store(flags.champion), to=Path(folder))
        if not name:
            log.info("%s has no stable release: no champion to compare with", flags.champion)
            return None
        return evaluate([Path(folder)], dataset, flags=flags, name=name)


if __name__ == "__main__":
    run(main, EvaluateFlags)
