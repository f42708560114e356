"""Crops of subjects, picture by picture, for a phase that learns from pixels and for judging."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cartvision.data.picture import Picture
from cartvision.data.reader import RandomAccess
from cartvision.loops import progress
from cartvision.models.letterbox import channels_first
from cartvision.models.operators import crops
from cartvision.train_attributes.subjects.listing import WHOLE, Subjects, by_picture
from cartvision.train_attributes.subjects.variety import Views
from cartvision.train_attributes.subjects.views import altered, shown_boxes
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import decode


@dataclass(frozen=True)
class Cutter:
    """Cuts subjects out of the pictures of a split."""

    pictures: RandomAccess
    some: Subjects
    size: int
    views: Views

    def cut(self, rows: NDArray[np.int64], *, rng: np.random.Generator) -> Tensor:
        """(n, 3, size, size) of 0 to 255; the rows are subjects of one picture."""
        picture = self.pictures[int(self.some.picture[rows[0]])]
        boxes = shown_boxes(
            _boxes(picture, self.some.place[rows]),
            width=picture.width,
            height=picture.height,
            views=self.views,
            rng=rng,
        )
        pixels = channels_first(torch.from_numpy(decode(picture.encoded).copy())[None])
        owner = torch.zeros(len(rows), dtype=torch.int64)
        return altered(
            crops(pixels, torch.from_numpy(boxes), owner, self.size), views=self.views, rng=rng
        )

    def each(self, *, seed: int, what: str) -> Iterator[tuple[NDArray[np.int64], Tensor]]:
        """Every subject once: the rows of a picture's, and their crops."""
        pictures, rows = by_picture(self.some)
        pairs = progress(zip(pictures, rows, strict=True), what=what, total=len(pictures))
        for picture, own in pairs:
            yield own, self.cut(own, rng=np.random.default_rng((seed, int(picture))))


def _boxes(picture: Picture, places: NDArray[np.int64]) -> Boxes:
    whole = (0.0, 0.0, float(picture.width), float(picture.height))
    boxes = [whole if place == WHOLE else picture.objects[place].bbox for place in places]
    return np.array(boxes, dtype=np.float32)
