"""The pictures behind a refusal: where the mistakes are, or where more is lost than before."""

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.parts import Part
from cartvision.evidence.tables import Evidence

MOST = 5


def most_mistakes(evidence: Evidence) -> list[str]:
    """The pictures with the most misses and false alarms."""
    missed, false = _missed(evidence), _false_alarms(evidence)
    return _named(
        evidence,
        missed + false,
        said=[f"{m} missed, {f} false" for m, f in zip(missed, false, strict=True)],
    )


def most_lost(candidate: Evidence, champion: Evidence, *, part: Part) -> list[str]:
    """The pictures in which the candidate makes the most mistakes that the champion does not."""
    missed = _missed(candidate, part) - _missed(champion, part)
    false = _false_alarms(candidate) - _false_alarms(champion)
    false = np.zeros_like(false) if part.by_object else np.where(part.pictures, false, 0)
    return _named(
        candidate,
        missed + false,
        said=[f"{m:+d} missed, {f:+d} false" for m, f in zip(missed, false, strict=True)],
    )


def _missed(evidence: Evidence, part: Part | None = None) -> NDArray[np.int64]:
    """(p,) objects that no shown detection found."""
    lost = evidence.objects.score < evidence.min_score
    if part is not None:
        lost &= part.objects
    return _by_picture(evidence, evidence.objects.picture[lost])


def _false_alarms(evidence: Evidence) -> NDArray[np.int64]:
    rows = evidence.detections
    wrong = evidence.shown & ((rows.hits | rows.spared) & 1 == 0)
    return _by_picture(evidence, rows.picture[wrong])


def _by_picture(evidence: Evidence, rows: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.bincount(rows, minlength=len(evidence.pictures.path))


def _named(evidence: Evidence, badness: NDArray[np.int64], *, said: list[str]) -> list[str]:
    worst = np.argsort(-badness, kind="stable")[:MOST]
    return [f"{evidence.pictures.path[row]} ({said[row]})" for row in worst if badness[row] > 0]
