"""Pictures and boxes as the detector learns them: letterboxed as the served model does it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset

from cartvision.data.reader import Dataset as PictureDataset
from cartvision.data.reader import RandomAccess
from cartvision.models.letterbox import channels_first, letterbox
from cartvision.vision.codec import Pixels, decode


class TrainingPictures(Dataset[dict[str, torch.Tensor]]):
    """The train split by number: a (size, size, 3) uint8 frame and its (n, 4) boxes in it."""

    def __init__(self, dataset: PictureDataset, *, size: int) -> None:
        self.pictures = RandomAccess(dataset, split="train")
        self.size = size

    def __len__(self) -> int:
        return len(self.pictures)

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        picture = self.pictures[index]
        frame, scale = fit(decode(picture.encoded), size=self.size)
        sides = [item.bbox for item in picture.objects if not item.crowd]
        boxes = np.array(sides, dtype=np.float32).reshape(-1, 4) * scale
        kinds = torch.zeros(len(boxes), dtype=torch.int64)
        return {"frames": frame, "boxes": torch.from_numpy(boxes), "kinds": kinds}


def fit(pixels: Pixels, *, size: int) -> tuple[torch.Tensor, float]:
    """The picture as the served model will see it, (size, size, 3) uint8, and its scale."""
    frame = torch.from_numpy(np.array(pixels))[None]
    square, back = letterbox(channels_first(frame), size=size)
    return square[0].round().to(torch.uint8).permute(1, 2, 0), 1 / float(back)


def collate(rows: Sequence[dict[str, torch.Tensor]]) -> dict[str, Any]:
    """Frames stack; boxes differ in number and stay a list."""
    return {
        "frames": torch.stack([row["frames"] for row in rows]),
        "boxes": [row["boxes"] for row in rows],
        "kinds": [row["kinds"] for row in rows],
    }
