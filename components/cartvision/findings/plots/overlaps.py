"""How closely the shown boxes lie on their products."""

import numpy as np

from cartvision.evidence.tables import Evidence
from cartvision.findings.plots.look import INK
from cartvision.reports.plots import new_plot, to_png

BINS = 40


def plot(evidence: Evidence) -> bytes | None:
    chosen = evidence.shown & (evidence.detections.hits & 1).astype(bool)
    ious = evidence.detections.iou[chosen]
    if not len(ious):
        return None
    middle = float(np.median(ious))
    figure, axes = new_plot(height=3.0)
    axes.hist(ious, bins=np.linspace(0.5, 1, BINS + 1).tolist())
    axes.axvline(middle, color=INK, linestyle="--", linewidth=1, label=f"median {middle:.3f}")
    axes.set(xlabel="IoU of a shown box with its product", ylabel="products", xlim=(0.5, 1))
    axes.legend(frameon=False, loc="upper left")
    return to_png(figure)
