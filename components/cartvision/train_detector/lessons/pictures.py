"""The items of a run: each a frame, its boxes and their kinds, made when it is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.utils.data import Dataset

from cartvision.data.categories import kind_of, numbered
from cartvision.data.reader import Dataset as PictureDataset
from cartvision.data.reader import RandomAccess
from cartvision.train_detector.lessons.mosaic import PICTURES, mosaic
from cartvision.train_detector.lessons.plan import Plan
from cartvision.train_detector.lessons.shown import Shown, learnable
from cartvision.train_detector.lessons.windows import Window, draw_window, draw_zoom, whole
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels, decode


@dataclass(frozen=True)
class Views:
    """How pictures are shown; as it stands, the way the served model sees them."""

    zoom: tuple[float, float] = (1.0, 1.0)  # 1 is the letterboxed size, 2 twice as large
    mosaic: float = 0.0  # share of four pictures in one


class TrainingPictures(Dataset[dict[str, torch.Tensor]]):
    """Item k of the run, the same whenever and wherever it is asked for.

    "frames" (s, s, 3) uint8, "boxes" (n, 4) float32 and "kinds" (n,) int64. Crowds are left out.
    """

    def __init__(
        self,
        dataset: PictureDataset,
        *,
        plan: Plan,
        classes: Sequence[str],
        views: Views = Views(),
    ) -> None:
        self.pictures = RandomAccess(dataset, split="train")
        self.plan = plan
        self.classes = numbered(classes)
        self.views = views

    def __len__(self) -> int:
        return len(self.plan)

    def __getitem__(self, item: int) -> dict[str, torch.Tensor]:
        if item >= len(self):
            raise IndexError(f"the run has {len(self)} items, and no item {item}")
        lesson = self.plan.lesson(item)
        rng, side = lesson.rng, lesson.side
        if rng.random() < self.views.mosaic:
            rows = [lesson.row, *(self.plan.another(item, rng=rng) for _ in range(PICTURES - 1))]
            shown = mosaic([self._show(row, side=side // 2, rng=rng) for row in rows])
        else:
            shown = self._show(lesson.row, side=side, rng=rng)
        return {
            "frames": torch.from_numpy(shown.frame),
            "boxes": torch.from_numpy(shown.boxes),
            "kinds": torch.from_numpy(shown.kinds),
        }

    def _show(self, row: int, *, side: int, rng: np.random.Generator) -> Shown:
        picture = self.pictures[row]
        pixels = decode(picture.encoded)
        products = [item for item in picture.objects if not item.crowd]
        boxes = np.array([item.bbox for item in products], dtype=np.float32).reshape(-1, 4)
        kinds = [kind_of(item.category, classes=self.classes) for item in products]
        window = self._window(pixels, boxes=boxes, side=side, rng=rng)
        return learnable(
            window.show(pixels),
            boxes=window.place(boxes),
            kinds=np.array(kinds, dtype=np.int64),
        )

    def _window(
        self, pixels: Pixels, *, boxes: Boxes, side: int, rng: np.random.Generator
    ) -> Window:
        height, width = pixels.shape[:2]
        size = {"width": width, "height": height, "side": side}
        if self.views.zoom == (1.0, 1.0):
            return whole(**size)
        sides = (boxes[:, 2:] - boxes[:, :2]).max(axis=1, initial=0)
        letterboxed = side / max(width, height)
        typical = float(np.median(sides)) * letterboxed if len(sides) else None
        zoom = draw_zoom(rng, between=self.views.zoom, side=side, typical=typical)
        return draw_window(rng, zoom=zoom, boxes=boxes, **size)


def collate(rows: Sequence[dict[str, torch.Tensor]]) -> dict[str, Any]:
    """Frames stack; boxes differ in number and stay a list."""
    return {
        "frames": torch.stack([row["frames"] for row in rows]),
        "boxes": [row["boxes"] for row in rows],
        "kinds": [row["kinds"] for row in rows],
    }
