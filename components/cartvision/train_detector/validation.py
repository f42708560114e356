"""What the trained detector is worth on the validation split, and the score it should show from."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from cartvision.data.reader import Dataset
from cartvision.inference.answer import MAX_OBJECTS
from cartvision.loops import progress
from cartvision.metrics.detection import DetectionMetrics
from cartvision.metrics.values import Found, Truth
from cartvision.models.detectors.dense import SCORE_FLOOR
from cartvision.models.detectors.detector import Detector
from cartvision.vision.codec import decode


@dataclass(frozen=True)
class Validation:
    """Figures on val; `min_score` is where F1 at IoU .5 is best."""

    metrics: dict[str, float]
    min_score: float


def validate(detector: Detector, dataset: Dataset) -> Validation:
    """Judge the detector on every picture of val, at the picture's own size."""
    total = dataset.size("val")
    metrics = DetectionMetrics(min_score=SCORE_FLOOR)
    scores, right, objects = [], [], 0
    for picture in progress(dataset.pictures("val"), what="validating", total=total):
        found = _found(detector, picture.encoded)
        truth = Truth.of(picture.objects)
        matches = metrics.update(found, truth=truth)
        judged = matches.right | matches.wrong
        scores.append(found.scores[judged])
        right.append(matches.right[judged])
        objects += truth.count
    figures = metrics.compute()
    told = {
        "map": figures.map,
        "map50": figures.map50,
        "map75": figures.map75,
        "ar300": figures.ar300,
    }
    return Validation(
        metrics={name: value for name, value in told.items() if value is not None},
        min_score=best_score(np.concatenate(scores), right=np.concatenate(right), objects=objects),
    )


def _found(detector: Detector, encoded: bytes) -> Found:
    with torch.inference_mode():
        frame = torch.from_numpy(decode(encoded).copy())[None]
        boxes, scores, _, _ = detector.find(frame, most=MAX_OBJECTS)
    return Found(boxes=boxes.numpy(), scores=scores.numpy())


def best_score(scores: NDArray[np.float32], *, right: NDArray[np.bool_], objects: int) -> float:
    """The score from which on precision and recall together are best."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(right[order])
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + max(objects, 1))
    return float(scores[order][int(f1.argmax())]) if len(hits) else SCORE_FLOOR
