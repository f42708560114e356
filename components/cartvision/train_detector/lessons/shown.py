"""A square frame with the products that can be learnt from it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.models.letterbox import FILL
from cartvision.vision.boxes import Boxes, areas, clip
from cartvision.vision.codec import Pixels

KEPT = 0.3  # of a product's area must be in the frame, or nobody could say what it is
FEWEST_PIXELS = 4.0  # of a box's shorter side: one cell of the finest level


@dataclass(frozen=True)
class Shown:
    """One item of the run. Kind -1 is a product of a class that nobody knows."""

    frame: Pixels  # (s, s, 3)
    boxes: Boxes  # (n, 4) xyxy, pixels of the frame
    kinds: NDArray[np.int64]  # (n,)


def learnable(frame: Pixels, *, boxes: Boxes, kinds: NDArray[np.int64]) -> Shown:
    """Boxes cut at the frame's edges; what is too little of a product is painted over in grey.

    As background it would teach that products are none. Whatever part of it lies within the box
    of a product that stays is seen.
    """
    side = len(frame)
    cut = clip(boxes, width=side, height=side)
    shorter = (cut[:, 2:] - cut[:, :2]).min(axis=1, initial=np.inf)
    stays = (areas(cut) >= KEPT * areas(boxes)) & (shorter >= FEWEST_PIXELS)
    seen = areas(cut) > 0
    if not (stays | ~seen).all():
        frame = _painted(frame, over=cut[~stays & seen], sparing=cut[stays])
    return Shown(frame, cut[stays], kinds[stays])


def _painted(frame: Pixels, *, over: Boxes, sparing: Boxes) -> Pixels:
    painted = frame.copy()
    for left, top, right, bottom in _cells(over):
        painted[top:bottom, left:right] = round(FILL)
    for left, top, right, bottom in _cells(sparing):
        painted[top:bottom, left:right] = frame[top:bottom, left:right]
    return painted


def _cells(boxes: Boxes) -> list[list[int]]:
    """All pixels that the boxes touch."""
    outer = np.concatenate([np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:])], axis=1)
    cells: list[list[int]] = outer.astype(int).tolist()
    return cells
