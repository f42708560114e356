"""Precision over recall, and the point at which the model is used."""

from cartvision.evidence.average_precision import RECALLS, exact_curve
from cartvision.evidence.figures import CAP
from cartvision.evidence.parts import everything
from cartvision.evidence.tables import Evidence
from cartvision.findings.plots.look import INK
from cartvision.reports.metrics import Report
from cartvision.reports.plots import new_plot, to_png

OVERLAPS = {".50": 0, ".75": 5}  # by their number among metrics.matching.IOUS


def plot(evidence: Evidence, report: Report) -> bytes | None:
    """The curves are COCO's, read at 101 recalls; the point counts all classes as one."""
    whole = everything(evidence)
    curves = {
        name: exact_curve(evidence, whole, most=CAP, iou=iou) for name, iou in OVERLAPS.items()
    }
    if not evidence.finds or any(curve is None for curve in curves.values()):
        return None
    figure, axes = new_plot(height=4.0)
    for name, curve in curves.items():
        assert curve is not None
        axes.plot(RECALLS, curve, label=f"IoU {name}: average precision {curve.mean():.3f}")
    recall, precision = (report.overall.get(name) for name in ("recall", "precision"))
    if recall is not None and precision is not None:
        label = f"shown from score {evidence.min_score:.2f}, IoU .50"
        axes.plot([recall.value], [precision.value], "o", color=INK, label=label)
    axes.set(xlabel="recall", ylabel="precision", xlim=(0, 1.02), ylim=(0, 1.04))
    axes.set_title(f"At most {CAP} detections of a class in a picture", loc="left", fontsize=9)
    axes.legend(frameon=False, loc="lower left")
    return to_png(figure)
