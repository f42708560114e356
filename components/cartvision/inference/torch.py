"""Models as they were trained, asked through PyTorch: a detector with its attribute head, or alone.

They compute on the CPU, on as many threads as PyTorch has for the whole process.
"""

from collections.abc import Sequence
from pathlib import Path

import torch
from transformers.utils import SAFE_WEIGHTS_NAME

from cartvision.files import digest
from cartvision.inference.answer import MAX_OBJECTS, Answer, Device
from cartvision.inference.batching import Frames, in_batches, unpadded
from cartvision.inference.live import LiveDetector
from cartvision.inference.origin import origin_of
from cartvision.models.describer.open import load_describer
from cartvision.models.detectors.open import load_detector
from cartvision.models.reader import ShelfReader
from cartvision.vision.codec import Pixels


def load_reader(*, detector: Path, attributes: Path) -> ShelfReader:
    """The two trained models as the one module that is exported."""
    finder = load_detector(detector)
    describer = load_describer(attributes)
    return ShelfReader(finder, describer, most=MAX_OBJECTS).eval()


class TorchModel:
    """What is alike in all of them."""

    device: Device = "cpu"

    def __init__(self, *folders: Path) -> None:
        self.origin = origin_of(folders)
        weights = [folder / SAFE_WEIGHTS_NAME for folder in folders]
        self.model = digest(*weights)
        self.artifact_bytes = sum(file.stat().st_size for file in weights)

    @property
    def threads(self) -> int:
        return torch.get_num_threads()


class TorchPredictor(TorchModel):
    """The same graph as the exported one, before its export."""

    subject = "torch"

    def __init__(self, *, detector: Path, attributes: Path) -> None:
        super().__init__(detector, attributes)
        self.reader = load_reader(detector=detector, attributes=attributes)
        self.classes: list[str] = self.reader.detector.config.classes
        self.categories: Sequence[str] = self.reader.attributes.tree.paths.nodes
        self.attributes: list[str] = self.reader.attributes.config.names
        self.thresholds: list[float] = self.reader.attributes.config.thresholds
        self.min_score: float = self.reader.detector.config.min_score
        self.most = self.reader.most

    def predict(self, frames: Sequence[Pixels]) -> list[Answer]:
        return in_batches(frames, ask=self._ask)

    def _ask(self, frames: Frames) -> list[Answer]:
        with torch.inference_mode():
            told = self.reader(torch.from_numpy(frames))
        return unpadded(*(part.numpy() for part in told), names=self.categories)


class DetectorPredictor(LiveDetector, TorchModel):
    """A detector whose products nobody describes: its answers have no attributes."""

    subject = "torch detector"

    def __init__(self, folder: Path) -> None:
        TorchModel.__init__(self, folder)
        LiveDetector.__init__(self, load_detector(folder))
