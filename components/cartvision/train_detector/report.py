"""The report of a training: how it went, what it came to, and where it still errs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cartvision.data.info import DatasetInfo
from cartvision.evidence.finding import SCORE_BINS
from cartvision.files import whole_folder, write_bytes, write_text
from cartvision.findings.measuring import Measuring
from cartvision.findings.numbers import number
from cartvision.findings.plots import (
    counts,
    overlaps,
    precision_recall,
    reliability,
    scores,
    thresholds,
)
from cartvision.findings.tables import (
    INTERVALS,
    LONG,
    figures_table,
    key_figures,
    legend_table,
    slices_table,
)
from cartvision.findings.words import title_of
from cartvision.reports.metrics import Report
from cartvision.reports.metrics import write_report as write_metrics
from cartvision.reports.page import Cell, Section, page
from cartvision.train_detector.calibration import Calibrated, Scores
from cartvision.train_detector.checking import CHECKED, MOST_CHECKED
from cartvision.train_detector.validation import Validation

SUBJECT = "detector training"
DRAWS = 400  # of the groups of val; the gate draws its own
HEADLINES = ("map50", "map", "recall", "precision", "f1", "count_mae")
STEP = "step"

WORDS = {  # plot → title and words
    "precision_recall": (
        "Precision and recall",
        "Going down in score from left to right: what finding one more product costs in false "
        "alarms. The dot is where the model is used.",
    ),
    "thresholds": (
        "F1 by threshold",
        "What people would see with another operating score. The line is where F1 is best on val, "
        "and what the model folder says; a flat top means that the exact score matters little.",
    ),
    "overlaps": (
        "Overlap of found products with their boxes",
        "The further right, the closer the boxes; a hill at the left is a model that finds but "
        "does not fit.",
    ),
    "counts": (
        "Counts",
        "A dot is a picture; on the line the count is exact. Crowds are left aside.",
    ),
    "scores": (
        "Scores",
        "Every detection at any score; what lies left of the line is not shown to people.",
    ),
}
PICTURES = (
    "Green: found, with its score in hundredths. Red: missed. Blue: shown, and no product or one "
    "that is found already."
)


@dataclass(frozen=True)
class Run:
    """What the report tells of the training itself."""

    told: str  # in words: family, steps, size
    model: str  # the sha256 of the weights
    dataset: DatasetInfo
    curves: bytes  # PNG: loss, rate and checks
    checks: Sequence[Mapping[str, float]]  # figures by name, and the step
    seed: int


def write_report(folder: Path, validation: Validation, *, run: Run) -> str:
    """metrics.json, report.html and the plots, whole or not at all; the page comes back."""
    report = measured(validation, run=run)
    plots = plots_of(validation, report=report)
    html = page_of(report, validation, run=run, plots=plots)
    with whole_folder(folder) as aside:
        write_metrics(report, aside)
        for name, png in (plots | {"curves": run.curves}).items():
            write_bytes(aside / f"{name}.png", png)
        write_text(aside / "report.html", html)
    return html


def measured(validation: Validation, *, run: Run) -> Report:
    """As evaluate measures on test; val chose threshold and calibration, and flatters a little."""
    measuring = Measuring(validation.evidence, draws=DRAWS, seed=run.seed)
    return Report(
        subject=SUBJECT,
        model=run.model,
        dataset=run.dataset.fingerprint,
        split="val",
        test_set=run.dataset.splits["val"].digest,
        units=measuring.whole.units,
        overall=measuring.overall(),
        per_slice=measuring.slices(),
        licences=run.dataset.licences,
    )


def plots_of(validation: Validation, *, report: Report) -> dict[str, bytes]:
    """PNGs; a plot of nothing is left out."""
    evidence = validation.evidence
    drawn = {
        "precision_recall": precision_recall.plot(evidence, report),
        "thresholds": thresholds.plot(evidence),
        "overlaps": overlaps.plot(evidence),
        "counts": counts.plot(evidence, report),
        "reliability": _reliability(validation.calibrated),
        "scores": scores.plot(evidence),
    }
    return {name: png for name, png in drawn.items() if png is not None}


def page_of(report: Report, validation: Validation, *, run: Run, plots: Mapping[str, bytes]) -> str:
    shown = {"shown from score": Cell(number("", validation.min_score))}
    slices = {name: part for name, part in report.per_slice.items() if part.figures}
    return page(
        "Detector training",
        lead=f"{run.told}. Figures are of the val split of dataset {report.dataset[:12]}, "
        f"{report.units:,} group{'s' * (report.units != 1)}; model {report.model[:12]}.",
        figures=key_figures(report, names=HEADLINES) | shown,
        sections=[
            Section("Training curves", pictures=[run.curves]),
            *_checks(run.checks),
            figures_table("Figures", report.overall, champion=None, text=INTERVALS),
            *_drawn("precision_recall", "thresholds", "overlaps", "counts", of=plots),
            *_calibration(validation.calibrated, plots=plots),
            *_drawn("scores", of=plots),
            *_pictures("The pictures that it reads best", validation.best),
            *_pictures("The pictures that it reads worst", validation.worst),
            *([slices_table(slices)] if slices else []),
            legend_table(report.overall),
        ],
    )


def _checks(checks: Sequence[Mapping[str, float]]) -> list[Section]:
    names = [name for name in CHECKED if any(name in row for row in checks)]
    if not names:
        return []
    text = f"Of at most {MOST_CHECKED} pictures of val, by the averaged weights."
    rows = [
        [
            f"{row[STEP]:,.0f}",
            *(number(name, row[name]) if name in row else "–" for name in names),
        ]
        for row in checks
    ]
    folded = f"All {len(rows)} checks" if len(rows) > LONG else ""
    columns = [STEP, *map(title_of, names)]
    return [Section("Checks over the run", text=text, columns=columns, rows=rows, folded=folded)]


def _calibration(told: Calibrated, *, plots: Mapping[str, bytes]) -> list[Section]:
    if "reliability" not in plots:
        return []
    on_the_line = (
        "A dot is a bin of scores, at their mean; on the line a score of .8 is right in eight of "
        "ten cases. Above it the model is too modest, below it too sure. "
    )
    text = on_the_line + fitted_in_words(told)
    return [Section("Calibration", text=text, pictures=[plots["reliability"]])]


def fitted_in_words(told: Calibrated) -> str:
    if told.unfitted:
        return f"Scores stay as the model gives them: {told.unfitted}."
    judged = (
        "each group of val is calibrated by a fit to the others"
        if told.crossed
        else "on the very detections that it was fitted to, which flatters it: there are too few "
        "to leave some out"
    )
    return (
        f"A slope of {told.chosen.slope:.2f} and an offset of {told.chosen.offset:+.2f} on the "
        f"log-odds of a score bring the expected calibration error of all detections from "
        f"{told.error_before:.3f} to {told.error_after:.3f}; {judged}. Their order stays, and so "
        "does average precision."
    )


def _reliability(told: Calibrated) -> bytes | None:
    if not len(told.right):
        return None
    titles = {"Before": told.before} | ({} if told.unfitted else {"After": told.after})
    return reliability.panels([_said(title, of, told) for title, of in titles.items()])


def _said(title: str, of: Scores, told: Calibrated) -> reliability.Said:
    y = "share that is a product"
    return reliability.Said(title, "score", y, of, told.right, SCORE_BINS)


def _pictures(title: str, sheet: bytes | None) -> list[Section]:
    return [Section(title, text=PICTURES, pictures=[sheet])] if sheet else []


def _drawn(*names: str, of: Mapping[str, bytes]) -> list[Section]:
    return [
        Section(WORDS[name][0], text=WORDS[name][1], pictures=[of[name]])
        for name in names
        if name in of
    ]
