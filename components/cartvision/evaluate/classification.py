"""What of an evaluation the Kubeflow UI draws itself: a confusion matrix and a ROC curve."""

from typing import Any

from cartvision.evaluate.confusions import confused_categories, found_classes
from cartvision.evidence.tables import Evidence
from cartvision.reports.classification import confusion, roc


def classification_of(evidence: Evidence) -> dict[str, Any]:
    """Metadata of a ClassificationMetrics artifact; what there is nothing of is left out.

    The matrix is of categories where the model tells some, else of its classes and of nothing. The
    curve is of all known attribute labels as one.
    """
    table = confused_categories(evidence) or found_classes(evidence)
    matrix = {} if table is None else confusion(table.names, table.counts)
    return matrix | roc(evidence.labels.true, evidence.labels.probability)
