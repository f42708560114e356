"""The scores of what is a product and of what is none."""

import numpy as np

from cartvision.evidence.tables import Evidence
from cartvision.findings.plots.look import INK
from cartvision.reports.plots import new_plot, to_png

BINS = 40


def plot(evidence: Evidence) -> bytes | None:
    rows = evidence.detections
    right = (rows.hits & 1).astype(bool)
    wrong = ~right & (rows.spared & 1 == 0)
    if not (right | wrong).any():
        return None
    figure, axes = new_plot()
    axes.hist(
        [rows.score[right], rows.score[wrong]],
        bins=np.linspace(0, 1, BINS + 1).tolist(),
        stacked=True,
        label=["a product (IoU ≥ .5)", "not a product, or found twice"],
    )
    label = f"shown from {evidence.min_score:.2f}"
    axes.axvline(evidence.min_score, color=INK, linestyle="--", linewidth=1, label=label)
    axes.set(xlabel="score", ylabel="detections", xlim=(0, 1))
    axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
    return to_png(figure)
