"""Every slice beside the whole, with its interval."""

from collections.abc import Mapping

from matplotlib.axes import Axes

from cartvision.findings.plots.look import PALE, RIGHT, SMALL, WRONG, name_rows
from cartvision.findings.words import title_of
from cartvision.reports.metrics import Metric, Report, Slice
from cartvision.reports.plots import new_plot, to_png

COLOURS = {"recall": RIGHT, "map50": WRONG}
OF_A_HEAD = {"attribute_macro_f1": RIGHT}  # where nothing was to be found
A_ROW = 0.27  # inches
APART = 0.32  # of a row, between the figures of a slice

Slices = Mapping[str, Slice]


def plot(report: Report) -> bytes | None:
    """Those without a case of the figures are left out."""
    colours = COLOURS if "recall" in report.overall else OF_A_HEAD
    names = [name for name in colours if name in report.overall]
    shown = {
        title: part for title, part in report.per_slice.items() if set(names) & set(part.figures)
    }
    if not shown:
        return None
    figure, axes = new_plot(width=9.0, height=A_ROW * len(shown) + 1.2)
    middle = (len(names) - 1) / 2
    for number, name in enumerate(names):
        offset = (number - middle) * APART
        _draw_figure(axes, name, shown, colour=colours[name], offset=offset)
        _draw_whole(axes, name, report.overall[name], colour=colours[name])
    parts = list(shown.values())
    pale = [not part.sufficient for part in parts]
    name_rows(axes, list(shown), counts=[_count(part) for part in parts], pale=pale)
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=2, fontsize=SMALL)
    return to_png(figure)


def _draw_figure(axes: Axes, name: str, slices: Slices, *, colour: str, offset: float) -> None:
    for row, part in enumerate(slices.values()):
        if name in part.figures:
            metric = part.figures[name]
            drawn = colour if part.sufficient else PALE
            axes.plot(_ends(metric), [row + offset] * 2, color=drawn, linewidth=1.6)
            axes.plot([metric.value], [row + offset], "o", color=drawn, markersize=4.5)


def _draw_whole(axes: Axes, name: str, metric: Metric, *, colour: str) -> None:
    """A line through all rows, at the value of the whole test set."""
    label = f"{title_of(name)}, overall {metric.value:.3f}"
    axes.axvline(metric.value, color=colour, linestyle="--", linewidth=1, alpha=0.7, label=label)


def _ends(metric: Metric) -> tuple[float, float]:
    """Of the interval; without one, the value itself."""
    low = metric.value if metric.low is None else metric.low
    return low, metric.value if metric.high is None else metric.high


def _count(part: Slice) -> str:
    return f"n = {part.positives:,}" + ("" if part.sufficient else ", insufficient")
