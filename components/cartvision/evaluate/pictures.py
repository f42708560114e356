"""The plots of an evaluation, each a PNG."""

import numpy as np

from cartvision.evaluate.judge import Judgement
from cartvision.metrics.coco import RECALLS
from cartvision.reports.plots import new_plot, to_png

BINS = 40


def plots_of(judgement: Judgement) -> dict[str, bytes]:
    """PNGs by name; a plot of nothing is left out."""
    drawn = {"gallery": judgement.gallery}
    if judgement.detection.curve50.size:
        drawn["precision_recall"] = precision_recall(judgement)
    if judgement.right.size + judgement.wrong.size:
        drawn["scores"] = scores(judgement)
    if judgement.ious.size:
        drawn["overlaps"] = overlaps(judgement)
    if judgement.attributes.macro_f1 is not None:
        drawn["attributes"] = attributes(judgement)
    return drawn


def precision_recall(judgement: Judgement) -> bytes:
    figure, axes = new_plot()
    axes.plot(RECALLS, judgement.detection.curve50, label="IoU .50")
    axes.plot(RECALLS, judgement.detection.curve75, label="IoU .75")
    recall, precision = judgement.detection.recall, judgement.detection.precision
    if recall is not None and precision is not None:
        label = f"operating point, score ≥ {judgement.min_score:.2f}"
        axes.plot([recall], [precision], "o", color="#14181f", label=label)
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1.02), ylim=(0, 1.04))
    axes.legend(frameon=False, loc="lower left")
    return to_png(figure)


def scores(judgement: Judgement) -> bytes:
    figure, axes = new_plot()
    shown = [judgement.right, judgement.wrong]
    names = ["a product (IoU ≥ .5)", "not a product, or found twice"]
    bins = np.linspace(0, 1, BINS + 1).tolist()
    axes.hist(shown, bins=bins, stacked=True, label=names)
    label = f"shown from {judgement.min_score:.2f}"
    axes.axvline(judgement.min_score, color="#14181f", linestyle="--", linewidth=1, label=label)
    axes.set(xlabel="score", ylabel="detections", xlim=(0, 1))
    axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3)
    return to_png(figure)


def overlaps(judgement: Judgement) -> bytes:
    figure, axes = new_plot()
    axes.hist(judgement.ious, bins=np.linspace(0.5, 1, BINS + 1).tolist())
    label = f"median {np.median(judgement.ious):.3f}"
    middle = float(np.median(judgement.ious))
    axes.axvline(middle, color="#14181f", linestyle="--", linewidth=1, label=label)
    axes.set(xlabel="IoU of a shown box with its product", ylabel="products", xlim=(0.5, 1))
    axes.legend(frameon=False, loc="upper left")
    return to_png(figure)


def attributes(judgement: Judgement) -> bytes:
    """One bar an attribute, the best on top; those without a known positive have none."""
    told = {
        name: score.f1
        for name, score in judgement.attributes.per_attribute.items()
        if score.f1 is not None
    }
    ordered = sorted(told.items(), key=lambda item: item[1])
    figure, axes = new_plot(height=max(1.6, 0.3 * len(ordered) + 0.8))
    bars = axes.barh([name for name, _ in ordered], [f1 for _, f1 in ordered], height=0.6)
    axes.bar_label(bars, fmt="%.2f", padding=4)
    axes.set(xlabel="F1 on known labels", xlim=(0, 1.08))
    axes.grid(visible=False, axis="y")
    return to_png(figure)
