"""What the Kubeflow UI draws of a ClassificationMetrics artifact, as its metadata holds it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

POINTS = 200  # of a curve: more are not seen, and the metadata is kept in a database


def confusion(names: Sequence[str], table: NDArray[np.integer]) -> dict[str, Any]:
    """A square of counts, (n, n): a row for what is there, a column for what was told."""
    if table.shape != (len(names), len(names)):
        raise ValueError(f"{len(names)} names do not fit a table of {table.shape}")
    return {
        "confusionMatrix": {
            "annotationSpecs": [{"displayName": name} for name in names],
            "rows": [{"row": row} for row in table.tolist()],
        }
    }


def roc(true: NDArray[np.bool_], probability: NDArray[np.floating]) -> dict[str, Any]:
    """True against false positive rates from the highest threshold to the lowest.

    Nothing where one of the two sides has no case: there is no rate of it.
    """
    positives, negatives = int(true.sum()), int((~true).sum())
    if not positives or not negatives:
        return {}
    order = np.argsort(-probability, kind="stable")
    ordered = probability[order]
    last = np.flatnonzero(np.r_[ordered[1:] != ordered[:-1], True])  # of those with one threshold
    recall = np.cumsum(true[order])[last] / positives
    alarms = np.cumsum(~true[order])[last] / negatives
    points = zip(alarms.tolist(), recall.tolist(), ordered[last].tolist(), strict=True)
    above = max(1.0, float(ordered[0]))  # a threshold at which nothing is said
    curve = [(0.0, 0.0, above), *points]
    return {
        "confidenceMetrics": [
            {"confidenceThreshold": threshold, "recall": up, "falsePositiveRate": across}
            for across, up, threshold in _thinned(curve)
        ]
    }


def _thinned(curve: Sequence[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """At most POINTS, evenly along the way that the curve goes, its ends among them."""
    if len(curve) <= POINTS:
        return list(curve)
    way = np.array([across + up for across, up, _ in curve])
    chosen = np.searchsorted(way, np.linspace(0, way[-1], POINTS))
    return [curve[place] for place in np.unique(chosen).tolist()]
