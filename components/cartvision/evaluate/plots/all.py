"""All plots of an evaluation, by the names that its page knows them by."""

from cartvision.evaluate.plots import (
    attribute_outcomes,
    attributes,
    class_outcomes,
    confusion,
    slices,
)
from cartvision.evidence.tables import Evidence
from cartvision.findings.plots import counts, overlaps, precision_recall, reliability, scores
from cartvision.reports.metrics import Report


def plots_of(evidence: Evidence, *, report: Report) -> dict[str, bytes]:
    """PNGs; a plot of nothing is left out."""
    drawn = {
        "precision_recall": precision_recall.plot(evidence, report),
        "scores": scores.plot(evidence),
        "overlaps": overlaps.plot(evidence),
        "counts": counts.plot(evidence, report),
        "reliability": reliability.plot(evidence),
        "slices": slices.plot(report),
        "attributes": attributes.plot(report),
        "attribute_outcomes": attribute_outcomes.plot(evidence),
        "confusion": confusion.plot(evidence),
        "class_outcomes": class_outcomes.plot(evidence),
    }
    return {name: png for name, png in drawn.items() if png is not None}
