"""A detector and an attribute model as they were trained, asked through PyTorch."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from transformers.utils import SAFE_WEIGHTS_NAME

from cartvision.files import digest
from cartvision.inference.answer import MAX_OBJECTS, Answer
from cartvision.models.attributes import AttributeModel
from cartvision.models.detector import Detector
from cartvision.models.loading import load_model
from cartvision.models.reader import ShelfReader
from cartvision.vision.codec import Pixels


def load_reader(*, detector: Path, attributes: Path) -> ShelfReader:
    """The two trained models as the one module that is exported."""
    finder = load_model(Detector, detector)
    describer = load_model(AttributeModel, attributes)
    return ShelfReader(finder, describer, most=MAX_OBJECTS).eval()


class TorchPredictor:
    """The same graph as the exported one, before its export."""

    subject = "torch"

    def __init__(self, *, detector: Path, attributes: Path) -> None:
        self.reader = load_reader(detector=detector, attributes=attributes)
        self.model = digest(detector / SAFE_WEIGHTS_NAME, attributes / SAFE_WEIGHTS_NAME)
        self.attributes: list[str] = self.reader.attributes.config.names
        self.thresholds: list[float] = self.reader.attributes.config.thresholds
        self.min_score: float = self.reader.detector.config.min_score

    def predict(self, frames: Sequence[Pixels]) -> list[Answer]:
        return [self._one(frame) for frame in frames]

    def _one(self, frame: Pixels) -> Answer:
        with torch.inference_mode():
            outputs = self.reader(torch.from_numpy(np.array(frame))[None])
        boxes, scores, attributes, count = (value[0].numpy() for value in outputs)
        found = int(count[0])
        return Answer(boxes=boxes[:found], scores=scores[:found], attributes=attributes[:found])
