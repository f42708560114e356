"""The tables of an evaluation's page."""

from collections.abc import Iterable, Mapping

from cartvision.findings.numbers import NONE, bounds, difference, interval, noted, number
from cartvision.findings.words import Word, place_of, title_of, word_of
from cartvision.reports.metrics import Artifact, Metric, Report, Slice
from cartvision.reports.page import Cell, Kind, Section

MEGABYTE = 1_000_000
LONG = 12  # rows: a longer table is folded
COMPARED = (
    "A difference is not yet evidence: whether it is more than chance is decided by the gate, on "
    "the same draws of both models."
)
INTERVALS = (
    "Intervals are at 95 %, from whole groups (stores, sessions, bins) drawn anew: pictures of "
    "one group err alike."
)
BY_ATTRIBUTE = {
    "known": "known labels",
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "specificity": "specificity",
    "ap": "AP",
    "ece": "ECE",
}


def key_figures(report: Report, *, names: Iterable[str]) -> dict[str, Cell]:
    """Each with its interval and the number of its cases."""
    return {
        title_of(name): _with_cases(name, report.overall[name])
        for name in names
        if name in report.overall
    }


def _with_cases(name: str, metric: Metric) -> Cell:
    within, cases = interval(name, metric), f"n {metric.support:,}"
    return Cell(number(name, metric.value), note=f"{within}, {cases}" if within else cases)


def figures_table(
    title: str, figures: Mapping[str, Metric], *, champion: Report | None, text: str
) -> Section:
    """A row a figure, beside the champion's where there is one."""
    ordered = dict(sorted(figures.items(), key=lambda item: place_of(item[0])))
    columns = ["figure", "value", "95 % interval", "cases"]
    rows: list[list[object]] = [
        [
            Cell(title_of(name), note=word_of(name).cap),
            number(name, metric.value),
            interval(name, metric) or NONE,
            f"{metric.support:,}",
        ]
        for name, metric in ordered.items()
    ]
    if champion is not None:
        columns += [f"champion ({champion.subject})", "difference"]
        for row, (name, metric) in zip(rows, ordered.items(), strict=True):
            row += _beside(name, metric, champion.overall.get(name))
        text = f"{text} {COMPARED}"
    return Section(title, text=text, columns=columns, rows=rows)


def _beside(name: str, ours: Metric, theirs: Metric | None) -> list[object]:
    if theirs is None:
        return [Cell(NONE, kind="pale")] * 2
    return [number(name, theirs.value), difference(name, ours, theirs)]


def slices_table(slices: Mapping[str, Slice]) -> Section:
    names = sorted({name for part in slices.values() for name in part.figures}, key=place_of)
    columns = ["slice", "pictures", "positives", *(_head(word_of(name)) for name in names)]
    rows = [_slice_row(title, part, names=names) for title, part in slices.items()]
    folded = f"All figures of {len(rows)} slices"
    return Section("Figures by slice", columns=columns, rows=rows, folded=folded)


def _head(word: Word) -> str:
    return f"{word.title}, {word.cap}" if word.cap else word.title


def _slice_row(title: str, part: Slice, *, names: Iterable[str]) -> list[Cell]:
    pale = not part.sufficient
    kind: Kind = "pale" if pale else ""
    return [
        Cell(title, kind=kind),
        Cell(f"{part.pictures:,}", kind=kind),
        Cell(f"{part.positives:,}", note="insufficient" if pale else "", kind=kind),
        *(noted(name, part.figures.get(name), pale=pale) for name in names),
    ]


def attributes_table(per_class: Mapping[str, Mapping[str, Metric]]) -> Section:
    rows = [
        [name, *(noted(figure, figures.get(figure)) for figure in BY_ATTRIBUTE)]
        for name, figures in per_class.items()
    ]
    folded = f"All figures of {len(rows)} attributes" if len(rows) > LONG else ""
    columns = ["attribute", *BY_ATTRIBUTE.values()]
    return Section("Figures by attribute", columns=columns, rows=rows, folded=folded)


def latency_table(artifact: Artifact) -> Section:
    """Milliseconds a call."""
    size = f"{artifact.bytes / MEGABYTE:,.1f} MB, asked on {artifact.hardware}."
    said = " Milliseconds a call, with bounds at 95 %; – is a bound that so few calls cannot give."
    return Section(
        "Size and latency",
        text=size + said if artifact.latency else size,
        columns=["pictures a call", "threads", "calls", "p50", "p95", "p99", "pictures a second"],
        rows=[
            [
                one.batch,
                one.threads,
                one.metrics["p50"].support,
                *(bounds(one.metrics[name]) for name in ("p50", "p95", "p99")),
                f"{one.pictures_per_second:,.1f}",
            ]
            for one in artifact.latency
        ],
    )


def legend_table(names: Iterable[str]) -> Section:
    rows = [
        [Cell(title_of(name), note=word_of(name).cap), word_of(name).meaning]
        for name in sorted(names, key=place_of)
    ]
    return Section("What the figures mean", columns=["figure", "meaning"], rows=rows)
