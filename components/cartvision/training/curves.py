"""curves.png: how a training run goes, or went."""

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from cartvision.reports.plots import to_png

Rows = Sequence[dict[str, float]]

WIDTH, HEIGHT = 7.0, 2.6  # of a panel, inches
FEW = 30  # points, up to which each is marked
RATE = "#8a94a3"


def curves(losses: Rows, checks: Rows) -> bytes:
    """Loss with the learning rate behind it, and below, if there are any, the checks' figures."""
    panels = 2 if checks else 1
    figure = Figure(figsize=(WIDTH, HEIGHT * panels), layout="constrained")
    first, *below = figure.subplots(panels, sharex=True, squeeze=False)[:, 0]
    _losses(first, losses)
    for axes in below:
        _checks(axes, checks)
    figure.axes[panels - 1].set_xlabel("step")
    return to_png(figure)


def _losses(axes: Axes, losses: Rows) -> None:
    steps = [row["step"] for row in losses]
    rate = axes.twinx()
    rate.plot(steps, [row["learning_rate"] for row in losses], color=RATE, linewidth=1)
    rate.set_ylabel("learning rate", color=RATE)
    rate.set_ylim(bottom=0)
    rate.grid(visible=False)
    rate.tick_params(axis="y", colors=RATE)
    axes.plot(steps, [row["loss"] for row in losses], marker=_marker(losses))
    axes.set_ylabel("training loss")
    axes.set_zorder(rate.get_zorder() + 1)
    axes.patch.set_visible(False)


def _checks(axes: Axes, checks: Rows) -> None:
    for name in sorted(set().union(*checks) - {"step"}):
        told = [row for row in checks if name in row]
        across, up = [row["step"] for row in told], [row[name] for row in told]
        axes.plot(across, up, label=name, marker=_marker(checks))
    axes.set_ylabel("on the held-out pictures")
    axes.set_ylim(bottom=0)
    axes.legend(frameon=False)


def _marker(rows: Rows) -> str:
    return "." if len(rows) <= FEW else ""
