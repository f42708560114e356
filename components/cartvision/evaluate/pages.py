"""The page of an evaluation, for people."""

from collections.abc import Mapping

from cartvision.reports.metrics import Metric, Report
from cartvision.reports.page import Section, page

TITLES = {
    "precision_recall": "Precision and recall",
    "scores": "Scores",
    "overlaps": "Overlap of found products with their boxes",
    "attributes": "F1 by attribute",
    "gallery": "The pictures with the most mistakes",
}
TEXTS = {
    "scores": "Every detection at any score; what lies left of the line is not shown to people.",
    "slices": "At IoU .5 and the operating score; reach is recall at any score.",
    "gallery": "Green: a product that was found. Red: missed. Blue: a false alarm.",
}
HEADLINES = ("map50", "map", "recall", "precision", "count_mae", "attribute_macro_f1")


def page_of(report: Report, *, champion: Report | None, plots: Mapping[str, bytes]) -> str:
    pictures = report.overall["count_mae"].support
    return page(
        f"Evaluation of {report.subject}",
        lead=f"{pictures} pictures of the {report.split} split; dataset {report.dataset[:12]}.",
        figures={
            name: _round(report.overall[name]) for name in HEADLINES if name in report.overall
        },
        sections=[
            _overall(report, champion=champion),
            _plot("precision_recall", plots),
            _plot("scores", plots),
            _plot("overlaps", plots),
            _table("Attributes on known labels", "attribute", report.per_class),
            _plot("attributes", plots),
            _table("Slices", "slice", report.per_slice, text=TEXTS["slices"]),
            _plot("gallery", plots),
        ],
    )


def _overall(report: Report, *, champion: Report | None) -> Section:
    rows = [[name, _round(metric), metric.support] for name, metric in report.overall.items()]
    if champion is None:
        return Section("Figures", columns=["figure", "value", "cases"], rows=rows)
    theirs = champion.overall
    for row, (name, metric) in zip(rows, report.overall.items(), strict=True):
        row += (
            [_round(theirs[name]), f"{metric.value - theirs[name].value:+.3f}"]
            if (name in theirs)
            else ["", ""]
        )
    columns = ["figure", "value", "cases", f"champion ({champion.subject})", "difference"]
    return Section("Figures", columns=columns, rows=rows)


def _table(
    title: str, of: str, parts: Mapping[str, Mapping[str, Metric]], *, text: str = ""
) -> Section:
    fullest_first = sorted(parts.values(), key=len, reverse=True)
    names = list(dict.fromkeys(name for part in fullest_first for name in part))
    rows = [
        [part, *(_round(figures[name]) if name in figures else "" for name in names)]
        for part, figures in parts.items()
    ]
    return Section(title, text=text, columns=[of, *names], rows=rows)


def _plot(name: str, plots: Mapping[str, bytes]) -> Section:
    if name not in plots:
        return Section(TITLES[name], text="There is nothing to draw.")
    return Section(TITLES[name], text=TEXTS.get(name, ""), pictures=[plots[name]])


def _round(metric: Metric) -> str:
    return f"{metric.value:.0f}" if metric.value == metric.support > 1 else f"{metric.value:.3f}"
