"""Plots with one look. Every function returns the PNG."""

import io
from collections.abc import Mapping, Sequence

import matplotlib
from cycler import cycler
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, MaxNLocator, NullFormatter

matplotlib.rcParams.update(
    {
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.grid": True,
        "grid.color": "#eceff3",
        "axes.edgecolor": "#5a6472",
        "axes.axisbelow": True,
        "axes.prop_cycle": cycler(color=["#0970de", "#e17055", "#26a65b", "#8854d0", "#14181f"]),
        "font.size": 9,
    }
)


def new_plot(*, width: float = 7.0, height: float = 3.6) -> tuple[Figure, Axes]:
    """A figure of its own, outside pyplot, so that nothing piles up in memory."""
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def to_png(figure: Figure) -> bytes:
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=130)
    return out.getvalue()


def lines(
    series: Mapping[str, tuple[Sequence[float], Sequence[float]]], *, x: str, y: str
) -> bytes:
    """Named lines, each a pair of x and y values."""
    figure, axes = new_plot()
    for name, (across, up) in series.items():
        axes.plot(across, up, label=name)
    axes.set(xlabel=x, ylabel=y)
    axes.legend(frameon=False)
    return to_png(figure)


def bars(values: Mapping[str, float], *, x: str) -> bytes:
    """One horizontal bar a name, the first on top."""
    figure, axes = new_plot(height=max(2.0, 0.28 * len(values) + 0.8))
    axes.barh(list(values)[::-1], list(values.values())[::-1])
    axes.set(xlabel=x)
    return to_png(figure)


def histogram(counts: Mapping[float, int], *, x: str, y: str, bins: int = 40) -> bytes:
    """How often each value occurs."""
    figure, axes = new_plot(height=2.6)
    axes.hist(list(counts), bins=bins, weights=list(counts.values()))
    axes.set(xlabel=x, ylabel=y)
    return to_png(figure)


def ranks(series: Mapping[str, Sequence[float]], *, x: str, y: str) -> bytes:
    """Named rows of values, a dot each, on a logarithmic scale: the n-th stand above each other."""
    figure, axes = new_plot()
    for name, values in series.items():
        axes.semilogy(range(1, len(values) + 1), values, ".", label=name)
    axes.set(xlabel=x, ylabel=y)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.legend(frameon=False)
    return to_png(figure)
