"""Precision, recall and F1 by the score from which on detections are shown."""

from cartvision.evidence.tables import Evidence
from cartvision.evidence.thresholds import thresholds
from cartvision.findings.plots.look import INK, LIGHT, RIGHT, WRONG
from cartvision.reports.plots import new_plot, to_png


def plot(evidence: Evidence) -> bytes | None:
    at = thresholds(evidence)
    if at.best is None:
        return None
    figure, axes = new_plot()
    for name, values, colour in (
        ("precision", at.precision, LIGHT),
        ("recall", at.recall, WRONG),
        ("F1", at.f1, RIGHT),
    ):
        wide = 2.4 if name == "F1" else 1.4
        axes.plot(at.score, values, label=name, color=colour, linewidth=wide)
    label = f"shown from {evidence.min_score:.2f}"
    axes.axvline(evidence.min_score, color=INK, linestyle="--", linewidth=1, label=label)
    shown = at.f1[at.score >= evidence.min_score]
    if len(shown):
        axes.plot([evidence.min_score], [shown[-1]], "o", color=INK)
    axes.set(xlabel="score", ylabel="share", xlim=(0, 1), ylim=(0, 1.04))
    axes.legend(frameon=False, loc="lower center", bbox_to_anchor=(0.5, 1), ncols=4)
    return to_png(figure)
