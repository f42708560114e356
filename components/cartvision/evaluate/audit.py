"""Our average precision beside that of COCO's evaluator, in every evaluation."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cartvision.errors import WorkError
from cartvision.evidence.average_precision import exact_average_precision
from cartvision.evidence.average_recall import average_recall
from cartvision.evidence.figures import CAP, HIGH_CAP
from cartvision.evidence.parts import Part, everything, of_pictures
from cartvision.evidence.resampling import once
from cartvision.evidence.tables import Evidence
from cartvision.metrics.coco import Compared, curves
from cartvision.reports.metrics import Audit

TOLERANCE = 1e-4


def audit(evidence: Evidence, pictures: Sequence[Compared]) -> Audit | None:
    """How far the two are apart on these first pictures; WorkError where they do not agree."""
    whole = everything(evidence)
    first = np.arange(len(whole.pictures)) < len(pictures)
    part = of_pictures(whole, name="", chosen=first, evidence=evidence)
    if not part.positives:
        return None
    apart = max(_apart(evidence, part, pictures, most=most) for most in (CAP, HIGH_CAP))
    if apart > TOLERANCE:
        raise WorkError(
            f"average precision differs by {apart:.2g} from that of faster-coco-eval on the first "
            f"{len(pictures)} pictures, and may by {TOLERANCE:g}: a fault of this program or of "
            "that one; please report it with the dataset"
        )
    return Audit(pictures=len(pictures), apart=apart)


def _apart(evidence: Evidence, part: Part, pictures: Sequence[Compared], *, most: int) -> float:
    theirs = curves(pictures, classes=evidence.classes, most=most)
    ours = (
        exact_average_precision(evidence, part, most=most),
        average_recall(evidence, part, most=most),
    )
    assert ours[0] is not None
    assert ours[1] is not None
    recall = float(ours[1](once(part.units))[0])
    return max(abs(ours[0] - _mean(theirs.precision)), abs(recall - _mean(theirs.recall)))


def _mean(values: NDArray[np.float64]) -> float:
    """Over what has an object: -1 stands for the rest."""
    return float(values[values > -1].mean())
