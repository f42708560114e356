"""Whether a score of .8 is right in eight of ten cases: for detections and for attributes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from cartvision.evidence.attributes import PROBABILITY_BINS
from cartvision.evidence.finding import SCORE_BINS
from cartvision.evidence.resampling import share
from cartvision.evidence.tables import Evidence
from cartvision.findings.plots.look import GREY, INK, LIGHT, WRONG
from cartvision.reports.plots import to_png

PANEL = 4.0  # inches wide
THOUSAND = 1000


@dataclass(frozen=True)
class Said:
    """Probabilities, and what was true."""

    title: str
    x: str
    y: str
    probability: NDArray[np.float32]
    true: NDArray[np.bool_]
    bins: int

    @property
    def place(self) -> NDArray[np.int64]:
        """The bin of each."""
        return np.minimum((self.probability * self.bins).astype(np.int64), self.bins - 1)

    def counted(self, weights: NDArray[np.generic] | None = None) -> NDArray[np.float64]:
        """(bins,) how many, or the sum of weights."""
        return np.bincount(self.place, weights=weights, minlength=self.bins).astype(np.float64)

    @property
    def error(self) -> float:
        """Expected calibration error."""
        gaps = self.counted(self.probability - self.true)
        return float(np.abs(gaps).sum() / len(self.true))


def plot(evidence: Evidence) -> bytes | None:
    said = [one for one in (_detections(evidence), _attributes(evidence)) if len(one.true)]
    return panels(said) if said else None


def panels(said: Sequence[Said]) -> bytes:
    """Side by side."""
    figure = Figure(figsize=(PANEL * len(said), 4.6), layout="constrained")
    grid = figure.subplots(2, len(said), sharex="col", squeeze=False, height_ratios=[3, 1])
    for number, one in enumerate(said):
        _draw_shares(grid[0, number], one)
        _draw_counts(grid[1, number], one)
    return to_png(figure)


def _detections(evidence: Evidence) -> Said:
    """Those that are shown, as the figure `ece` has it."""
    rows = evidence.detections
    chosen = evidence.shown & (rows.spared & 1 == 0)
    right = (rows.hits[chosen] & 1).astype(bool)
    title = "Shown detections"
    return Said(title, "score", "share that is a product", rows.score[chosen], right, SCORE_BINS)


def _attributes(evidence: Evidence) -> Said:
    labels = evidence.labels
    title = "Attributes, all as one"
    y = "share where it is so"
    return Said(title, "probability", y, labels.probability, labels.true, PROBABILITY_BINS)


def _draw_shares(axes: Axes, said: Said) -> None:
    """A dot a bin, at its mean score; the bars are the distance from the truth."""
    count = said.counted()
    some = count > 0
    mean = share(said.counted(said.probability), count)[some]
    true = share(said.counted(said.true), count)[some]
    axes.plot([0, 1], [0, 1], color=GREY, linewidth=1, linestyle="--")
    axes.vlines(mean, mean, true, color=WRONG, linewidth=3, alpha=0.6)
    axes.plot(mean, true, "o-", markersize=4, linewidth=1)
    axes.set(ylabel=said.y, xlim=(0, 1), ylim=(0, 1.03))
    axes.set_title(f"{said.title}: ECE {said.error:.3f}", loc="left", fontsize=10)


def _draw_counts(axes: Axes, said: Said) -> None:
    count = said.counted()
    bars = axes.bar(
        (np.arange(said.bins) + 0.5) / said.bins, count, width=0.85 / said.bins, color=LIGHT
    )
    axes.bar_label(bars, labels=[_short(int(n)) for n in count], fontsize=6, padding=1, color=INK)
    axes.set(xlabel=said.x, ylabel="cases", ylim=(0, 1.25 * count.max()))
    axes.grid(visible=False)
    axes.set_yticks([])


def _short(count: int) -> str:
    """Of few letters: 950, 1.2k, 34k; nothing for none."""
    if count < THOUSAND:
        return str(count or "")
    return f"{count / THOUSAND:.1f}k" if count < 10 * THOUSAND else f"{count / THOUSAND:.0f}k"
