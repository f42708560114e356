"""Rows of what was right, wrongly told and missed, as shares of the three together."""

from collections.abc import Mapping

import numpy as np

from cartvision.findings.plots.look import PALE, RIGHT, SMALL, WRONG, name_rows
from cartvision.reports.plots import new_plot, to_png

Outcome = tuple[int, int, int]  # right, wrongly told, missed
MOST = 12  # rows
A_ROW = 0.3  # inches


def f1(outcome: Outcome) -> float:
    right, false, missed = outcome
    return 2 * right / (2 * right + false + missed)


def stacked(outcomes: Mapping[str, Outcome], *, words: tuple[str, str, str]) -> bytes | None:
    """The rows with the worst F1, the worst on top; those without a case have none."""
    some = {name: outcome for name, outcome in outcomes.items() if sum(outcome)}
    if not some:
        return None
    worst = sorted(some, key=lambda name: (f1(some[name]), name))[:MOST]
    table = np.array([some[name] for name in worst])
    shares = table / table.sum(axis=1, keepdims=True)
    starts = np.cumsum(shares, axis=1) - shares
    figure, axes = new_plot(width=7.6, height=A_ROW * len(worst) + 1.1)
    for column, (word, colour) in enumerate(zip(words, (RIGHT, WRONG, PALE), strict=True)):
        axes.barh(
            range(len(worst)),
            shares[:, column],
            left=starts[:, column],
            height=0.66,
            color=colour,
            label=word,
        )
    counts = [" / ".join(f"{count:,}" for count in some[name]) for name in worst]
    name_rows(axes, worst, counts=counts)
    axes.set(xlabel="share", xlim=(0, 1))
    axes.legend(frameon=False, loc="lower left", bbox_to_anchor=(0, 1), ncols=3, fontsize=SMALL)
    return to_png(figure)
