"""An attribute head alone, asked through PyTorch about boxes that somebody else knows."""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cartvision.inference.torch import TorchModel
from cartvision.models.describer.open import load_describer
from cartvision.models.letterbox import channels_first
from cartvision.models.operators import crops
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels

CHUNK = 32  # crops at a time: of 224 pixels they take 700 MB on their way


class HeadDescriber(TorchModel):
    """Describes the very crops that the whole reader would cut at these boxes."""

    subject = "torch attribute head"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.head = load_describer(folder)
        self.attributes: list[str] = self.head.config.names
        self.thresholds: list[float] = self.head.config.thresholds

    def describe(self, frame: Pixels, boxes: Boxes) -> NDArray[np.float32]:
        pixels = channels_first(torch.from_numpy(np.array(frame))[None])
        places = torch.from_numpy(np.array(boxes, dtype=np.float32))
        told = [np.zeros((0, len(self.attributes)), dtype=np.float32)]
        with torch.inference_mode():
            for chunk in places.split(CHUNK) if len(places) else ():
                told.append(self._probabilities(pixels, chunk).numpy())
        return np.concatenate(told)

    def _probabilities(self, pixels: Tensor, boxes: Tensor) -> Tensor:
        owner = torch.zeros(len(boxes), dtype=torch.int64)
        return self.head.probabilities(crops(pixels, boxes, owner, self.head.config.crop))
