"""What the plots of an evaluation share: their colours, and rows with a name and a count."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from cartvision.findings.shortening import shortened

RIGHT, WRONG = "#0970de", "#e17055"
INK, GREY, PALE = "#14181f", "#5a6472", "#b8bfc9"
LIGHT = "#9db8d6"  # what stands behind the figure itself

LONGEST = 52  # letters of a row's name
SMALL = 8  # points


def name_rows(
    axes: Axes, names: Sequence[str], *, counts: Sequence[str], pale: Sequence[bool] = ()
) -> None:
    """The first row on top, its name at the left and its count at the right."""
    rows = range(len(names))
    axes.set_yticks(rows, [shortened(name, most=LONGEST) for name in names])
    right = axes.secondary_yaxis("right")
    right.set_yticks(rows, counts)
    right.tick_params(length=0, labelsize=SMALL)
    right.spines["right"].set_visible(False)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.grid(visible=False, axis="y")
    for labels in (axes.get_yticklabels(), right.get_yticklabels()):
        for label, faint in zip(labels, pale, strict=False):
            label.set_color(PALE if faint else INK)
