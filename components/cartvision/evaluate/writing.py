"""The folder of an evaluation: figures for machines, the evidence, a page and plots for people."""

from pathlib import Path

from cartvision.evaluate.evaluation import Evaluation
from cartvision.evaluate.page import page_of
from cartvision.evaluate.plots.all import plots_of
from cartvision.evidence.storing import FOLDER, write_evidence
from cartvision.files import whole_folder, write_bytes, write_text
from cartvision.reports.metrics import write_report

CHAMPION = "champion"


def write_evaluation(folder: Path, judged: Evaluation, *, champion: Evaluation | None) -> str:
    """Whole or not at all; the page comes back. The champion's own page lies within."""
    with whole_folder(folder) as aside:
        if champion is not None:
            _write(aside / CHAMPION, champion, beside=None)
        return _write(aside, judged, beside=champion)


def _write(folder: Path, judged: Evaluation, *, beside: Evaluation | None) -> str:
    plots = plots_of(judged.evidence, report=judged.report)
    champion = None if beside is None else beside.report
    html = page_of(judged.report, champion=champion, plots=plots, gallery=judged.gallery)
    digest = write_evidence(judged.evidence, folder / FOLDER)
    write_report(judged.report.model_copy(update={"evidence": digest}), folder)
    for name, png in plots.items():
        write_bytes(folder / f"{name}.png", png)
    write_text(folder / "report.html", html)
    return html
