"""A detector in memory, asked as it will be once it is written: while it trains, and after."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from cartvision.inference.answer import MAX_OBJECTS, Answer
from cartvision.inference.batching import Frames, in_batches
from cartvision.models.detectors.detector import Detector
from cartvision.vision.codec import Pixels


class LiveDetector:
    """Computes where the detector is; its answers have no attributes."""

    most = MAX_OBJECTS
    categories: Sequence[str] = ()
    attributes: Sequence[str] = ()
    thresholds: Sequence[float] = ()

    def __init__(self, detector: Detector) -> None:
        self.detector = detector

    @property
    def classes(self) -> Sequence[str]:
        return self.detector.config.classes

    @property
    def min_score(self) -> float:
        return self.detector.config.min_score

    def predict(self, frames: Sequence[Pixels]) -> list[Answer]:
        """One answer a frame; those of one size are computed together."""
        return in_batches(frames, ask=self._ask)

    def _ask(self, frames: Frames) -> list[Answer]:
        with torch.inference_mode():
            shown = torch.from_numpy(frames).to(self.detector.device)
            found = self.detector.find(shown, most=self.most)
        boxes, scores, kinds, picture = (part.cpu() for part in found)
        return [
            _bare(boxes[picture == row], scores[picture == row], kinds[picture == row])
            for row in range(len(frames))
        ]


def _bare(boxes: Tensor, scores: Tensor, kinds: Tensor) -> Answer:
    return Answer(
        boxes=boxes.numpy(),
        scores=scores.float().numpy(),
        attributes=np.zeros((len(boxes), 0), dtype=np.float32),
        classes=kinds.numpy(),
    )
