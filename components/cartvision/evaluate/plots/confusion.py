"""What the most confused categories were told to be."""

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import NDArray

from cartvision.data.picture import BETWEEN
from cartvision.evaluate.confusions import OTHER, confused_categories
from cartvision.evidence.tables import Evidence
from cartvision.findings.plots.look import INK
from cartvision.findings.shortening import shortened
from cartvision.reports.plots import new_plot, to_png

RIGHT, WRONG, MIXED = (9, 112, 222), (225, 112, 85), (90, 100, 114)  # RGB
WIDE, HIGH = 0.52, 0.34  # inches, of a cell
NAMES = 2.2  # inches, of the rows' names
LONGEST = 26  # letters of a name
DEEP = 0.75  # a colour that dark has white letters


def plot(evidence: Evidence) -> bytes | None:
    """Rows of nothing are left out."""
    table = confused_categories(evidence)
    if table is None:
        return None
    rows = np.flatnonzero(table.counts.sum(axis=1) > 0)
    counts = table.counts[rows]
    depth = np.sqrt(counts / counts.sum(axis=1, keepdims=True))  # few among many are seen
    figure, axes = new_plot(
        width=WIDE * len(table.names) + NAMES, height=HIGH * len(rows) + NAMES * 0.8
    )
    axes.imshow(_colours(depth, rows=rows, names=table.names), aspect="auto")
    _write_counts(axes, counts, depth=depth)
    names = [_leaf(name, among=table.names) for name in table.names]
    axes.set_xticks(range(len(names)), names, rotation=45, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(rows)), [names[row] for row in rows])
    axes.set(xlabel="told", ylabel="is")
    axes.grid(visible=False)
    axes.tick_params(length=0)
    return to_png(figure)


def _colours(
    depth: NDArray[np.float64], *, rows: NDArray[np.intp], names: list[str]
) -> NDArray[np.uint8]:
    """(r, c, 3): the deeper, the larger its share of the row."""
    full = np.broadcast_to(np.array(WRONG, float), (*depth.shape, 3)).copy()
    for place, row in enumerate(rows.tolist()):
        full[place, row] = MIXED if names[row] == OTHER else RIGHT
    return np.asarray(255 + (full - 255) * depth[..., None]).astype(np.uint8)


def _write_counts(axes: Axes, counts: NDArray[np.int64], *, depth: NDArray[np.float64]) -> None:
    for row, column in np.argwhere(counts > 0).tolist():
        colour = "white" if depth[row, column] > DEEP else INK
        text = f"{counts[row, column]:,}"
        axes.text(column, row, text, ha="center", va="center", fontsize=7, color=colour)


def _leaf(path: str, *, among: list[str]) -> str:
    """The last step of the path, or all of it where another ends alike."""
    last = path.split(BETWEEN)[-1]
    alike = sum(name.split(BETWEEN)[-1] == last for name in among)
    return shortened(last if alike == 1 else path, most=LONGEST)
