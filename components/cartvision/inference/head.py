"""An attribute head alone, asked through PyTorch about boxes that somebody else knows."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from cartvision.inference.answer import Answer
from cartvision.inference.batching import named
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
        self.categories: Sequence[str] = self.head.tree.paths.nodes
        self.attributes: list[str] = self.head.config.names
        self.thresholds: list[float] = self.head.config.thresholds

    def describe(self, frame: Pixels, boxes: Boxes) -> Answer:
        pixels = channels_first(torch.from_numpy(np.array(frame))[None])
        places = torch.from_numpy(np.array(boxes, dtype=np.float32))
        told = [self._nothing()]
        with torch.inference_mode():
            for chunk in places.split(CHUNK) if len(places) else ():
                told.append(self._told(pixels, chunk))
        said, nodes, certainty = (torch.cat(part).numpy() for part in zip(*told, strict=True))
        return Answer(
            boxes=boxes,
            scores=np.ones(len(boxes), dtype=np.float32),
            attributes=said,
            categories=named(nodes, names=self.categories),
            certainty=certainty,
        )

    def _told(self, pixels: Tensor, boxes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Attributes (n, a), nodes (n,) and their probabilities (n,)."""
        owner = torch.zeros(len(boxes), dtype=torch.int64)
        said, nodes, certainty, _ = self.head.told(
            crops(pixels, boxes, owner, self.head.config.crop)
        )
        return said, nodes, certainty

    def _nothing(self) -> tuple[Tensor, Tensor, Tensor]:
        """What is told of no box."""
        return (
            torch.zeros(0, len(self.attributes)),
            torch.zeros(0, dtype=torch.int64),
            torch.zeros(0),
        )
