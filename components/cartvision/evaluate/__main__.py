"""A model and pictures in, a report out."""

import logging
import tempfile
from collections.abc import Mapping
from pathlib import Path

from cartvision.data.picture import Split
from cartvision.data.reader import Dataset, open_dataset
from cartvision.evaluate.champion import fetch_champion
from cartvision.evaluate.figures import report_of
from cartvision.evaluate.flags import EvaluateFlags
from cartvision.evaluate.judge import judge
from cartvision.evaluate.pages import page_of
from cartvision.evaluate.pictures import plots_of
from cartvision.files import whole_folder, write_bytes, write_text
from cartvision.flags import run
from cartvision.inference.open import open_predictor
from cartvision.outputs import write_executor_output
from cartvision.reports.metrics import Report, write_report
from cartvision.storage.store import open_store

log = logging.getLogger(__name__)


def main(flags: EvaluateFlags) -> None:
    dataset = open_dataset(flags.dataset)
    predictor = open_predictor(flags.models)
    seen = judge(predictor, dataset, split=flags.split)
    report = report_of(
        seen,
        subject=predictor.subject,
        model=predictor.model,
        info=dataset.info,
        split=flags.split,
    )
    champion = judge_champion(flags.champion, dataset, split=flags.split)
    plots = plots_of(seen)
    html = page_of(report, champion=champion, plots=plots)
    write_evaluation(flags.report, report=report, champion=champion, plots=plots, html=html)
    if flags.page is not None:
        write_text(flags.page, html)
    told = {name: round(metric.value, 4) for name, metric in report.overall.items()}
    log.info("%s on %s: %s", report.subject, report.split, told)
    write_executor_output(flags.kfp, metadata={"metrics": told})


def judge_champion(releases: str, dataset: Dataset, *, split: Split) -> Report | None:
    """The stable release on the same pictures; None where nobody asks, or nothing is stable."""
    if not releases:
        return None
    with tempfile.TemporaryDirectory(prefix="champion-") as folder:
        name = fetch_champion(open_store(releases), to=Path(folder))
        if not name:
            log.info("%s has no stable release: no champion to compare with", releases)
            return None
        predictor = open_predictor([Path(folder)])
        seen = judge(predictor, dataset, split=split)
    subject = f"{name}, {predictor.subject}"
    model = predictor.model
    return report_of(seen, subject=subject, model=model, info=dataset.info, split=split)


def write_evaluation(
    folder: Path,
    *,
    report: Report,
    champion: Report | None,
    plots: Mapping[str, bytes],
    html: str,
) -> None:
    """The report's folder, whole or not at all."""
    with whole_folder(folder) as aside:
        write_report(report, aside)
        if champion is not None:
            write_report(champion, aside / "champion")
        for name, png in plots.items():
            write_bytes(aside / f"{name}.png", png)
        write_text(aside / "report.html", html)


if __name__ == "__main__":
    run(main, EvaluateFlags)
