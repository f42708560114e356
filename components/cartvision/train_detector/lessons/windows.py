"""Which part of a picture is shown, and how large: one resize of the picture's own pixels."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows

from cartvision.models.letterbox import FILL
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels

SMALLEST, LARGEST = 8.0, 400.0  # sides of products, pixels of the frame, that zooms keep to


@dataclass(frozen=True)
class Window:
    """A square of a picture, which may reach beyond it, and the square of a frame it is shown in.

    Squares and whole pixels on both sides, so that nothing is stretched and nothing shifts.
    """

    side: int  # of the frame
    left: int  # in the picture; negative is beyond its edge
    top: int
    taken: int  # side of the square, pixels of the picture
    across: int = 0  # where in the frame its corner comes to lie
    down: int = 0
    given: int = 0  # side of the square in the frame

    @property
    def scale(self) -> float:
        return self.given / self.taken

    def show(self, pixels: Pixels) -> Pixels:
        """The frame (side, side, 3): resized as the served model does it, to within a grey level.

        Whole numbers take a tenth of the time of the served model's floats.
        """
        frame = np.full((self.side, self.side, 3), round(FILL), dtype=np.uint8)
        part = torch.from_numpy(self._part(pixels)).permute(2, 0, 1)[None]
        scaled = F.interpolate(
            part, size=(self.given,) * 2, mode="bilinear", align_corners=False, antialias=True
        )
        rows, columns = (slice(at, at + self.given) for at in (self.down, self.across))
        frame[rows, columns] = scaled[0].permute(1, 2, 0).numpy()
        return frame

    def place(self, boxes: Boxes) -> Boxes:
        """Boxes of the picture in the frame, where they may lie beyond its edges."""
        corner = np.array([self.left, self.top] * 2)
        moved = (boxes - corner) * self.scale + np.array([self.across, self.down] * 2)
        return np.asarray(moved, dtype=np.float32)

    def _part(self, pixels: Pixels) -> Pixels:
        height, width = pixels.shape[:2]
        part = np.full((self.taken, self.taken, 3), round(FILL), dtype=np.uint8)
        top, left = max(self.top, 0), max(self.left, 0)
        bottom, right = min(self.top + self.taken, height), min(self.left + self.taken, width)
        rows, columns = (
            slice(low - at, high - at)
            for low, high, at in ((top, bottom, self.top), (left, right, self.left))
        )
        part[rows, columns] = pixels[top:bottom, left:right]
        return part


def whole(*, width: int, height: int, side: int) -> Window:
    """As the served model sees a picture: all of it, from the upper left corner."""
    return Window(side=side, left=0, top=0, taken=max(width, height), given=side)


def draw_zoom(
    rng: np.random.Generator, *, between: tuple[float, float], side: int, typical: float | None
) -> float:
    """A zoom, every octave of `between` as likely as the next; 1 is the letterboxed size.

    `typical` is the letterboxed side of a product of the picture: zooms that would take it below
    8 pixels, above 400 or beyond the frame are not drawn, as far as `between` leaves a choice.
    """
    low, high = between
    if typical is not None:
        edges = SMALLEST, min(LARGEST, side)
        low, high = (min(max(edge / typical, low), high) for edge in edges)
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def draw_window(
    rng: np.random.Generator,
    *,
    zoom: float,
    width: int,
    height: int,
    side: int,
    boxes: NDArray[np.float32],
) -> Window:
    """A random place for a zoom: above 1 a cut around a product, if there is one; below, grey."""
    longer = max(width, height)
    taken = min(longer, max(1, round(longer / zoom)))
    given = min(side, max(1, round(side * zoom)))
    held = boxes[rng.integers(len(boxes))] if len(boxes) else None
    left, top = (
        _start(
            rng, taken=taken, length=length, held=None if held is None else held[[axis, axis + 2]]
        )
        for axis, length in enumerate((width, height))
    )
    across, down = (int(number) for number in rng.integers(side - given + 1, size=2))
    return Window(side, left, top, taken, across, down, given)


def _start(
    rng: np.random.Generator, *, taken: int, length: int, held: NDArray[np.float32] | None
) -> int:
    """Where `taken` pixels of an axis begin, so that the middle of `held` is among them."""
    low, high = sorted((0, length - taken))
    if held is not None and taken < length:
        middle = int(held.mean())
        low, high = max(low, middle + 1 - taken), min(high, middle)
    return int(rng.integers(low, high + 1))
