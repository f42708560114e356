"""Average recall at a cap of detections: how much of what is there a model reaches at all."""

import numpy as np

from cartvision.evidence.parts import Part
from cartvision.evidence.resampling import Drawn, Figure, Weights, mean_of_told, share, sums
from cartvision.evidence.tables import Evidence
from cartvision.metrics.matching import IOUS


def average_recall(evidence: Evidence, part: Part, *, most: int) -> Figure | None:
    """Mean over IoU .5 to .95 and over the classes that have objects; None without an object."""
    rows, objects = evidence.detections, evidence.objects
    inside = part.pictures[rows.picture] & (rows.place < most)
    pairs = []
    for kind in np.unique(objects.kind[part.objects & (objects.kind >= 0)]):
        there = part.objects & (objects.kind == kind)
        chosen = inside & (rows.kind == kind)
        reached = sum((rows.hits[chosen] >> iou & 1).astype(int) for iou in range(len(IOUS)))
        asked = np.full(int(there.sum()), len(IOUS))
        hits = sums(np.asarray(reached), of=part.unit[rows.picture[chosen]], units=part.units)
        every = sums(asked, of=part.unit[objects.picture[there]], units=part.units)
        pairs.append((hits, every))
    if not pairs:
        return None

    def drawn(weights: Weights) -> Drawn:
        return mean_of_told([share((weights @ a)[:, 0], (weights @ b)[:, 0]) for a, b in pairs])

    units = len(np.unique(part.unit[objects.picture[part.objects]]))
    return Figure(drawn, units=units, support=part.positives)
