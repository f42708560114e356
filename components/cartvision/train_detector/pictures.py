"""Pictures and boxes as the detector learns them: letterboxed once, on the way from disk."""

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import torch
from torch.utils.data import Dataset

from cartvision.data.reader import Dataset as PictureDataset
from cartvision.data.reader import RandomAccess
from cartvision.models.letterbox import FILL
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
        return {"frames": torch.from_numpy(frame), "boxes": torch.from_numpy(boxes)}


def fit(pixels: Pixels, *, size: int) -> tuple[Pixels, float]:
    """The picture in the upper left of a grey square, and the scale that took it there."""
    height, width = pixels.shape[:2]
    scale = size / max(height, width)
    inner = (round(width * scale), round(height * scale))
    frame = np.full((size, size, 3), int(FILL), dtype=np.uint8)
    frame[: inner[1], : inner[0]] = cv2.resize(pixels, inner, interpolation=cv2.INTER_AREA)
    return frame, scale


def collate(rows: Sequence[dict[str, torch.Tensor]]) -> dict[str, Any]:
    """Frames stack; boxes differ in number and stay a list."""
    return {
        "frames": torch.stack([row["frames"] for row in rows]),
        "boxes": [row["boxes"] for row in rows],
    }
