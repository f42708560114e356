"""How many products were told in each picture, beside how many there are."""

import numpy as np
from matplotlib.ticker import MaxNLocator

from cartvision.evidence.tables import Evidence
from cartvision.findings.plots.look import GREY
from cartvision.reports.metrics import Report
from cartvision.reports.plots import new_plot, to_png


def plot(evidence: Evidence, report: Report) -> bytes | None:
    there = evidence.pictures.objects
    if not evidence.finds or not there.any():
        return None
    counted = evidence.shown & (evidence.detections.spared & 1 == 0)
    told = np.bincount(evidence.detections.picture[counted], minlength=len(there))
    most = 1.05 * max(there.max(), told.max(), 1)
    figure, axes = new_plot(width=5.4, height=4.6)
    axes.plot([0, most], [0, most], color=GREY, linewidth=1, linestyle="--")
    axes.plot(there, told, "o", markersize=4, alpha=0.5, markeredgewidth=0, clip_on=False)
    axes.text(0.03, 0.95, "too many", color=GREY, va="top", transform=axes.transAxes)
    axes.text(0.97, 0.05, "too few", color=GREY, ha="right", transform=axes.transAxes)
    axes.set(xlabel="products in the picture", ylabel="shown detections", aspect="equal")
    axes.set(xlim=(0, most), ylim=(0, most))
    axes.set_title(_title(report), loc="left", fontsize=9)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(integer=True))
    return to_png(figure)


def _title(report: Report) -> str:
    """What is exactly right: with products, and without."""
    said = {
        "count_exact": "exactly right in {:.1%} of {:,} pictures with products",
        "specificity": "nothing told in {:.1%} of {:,} without",
    }
    told = [
        words.format(report.overall[name].value, report.overall[name].support)
        for name, words in said.items()
        if name in report.overall
    ]
    return "\n".join(told)
