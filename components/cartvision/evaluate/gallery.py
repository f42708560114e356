"""The pictures in which a model makes the most mistakes, drawn while they pass by."""

import heapq

import numpy as np
from numpy.typing import NDArray

from cartvision.metrics.matching import Matches
from cartvision.metrics.values import Found, Truth
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels, encode_png
from cartvision.vision.drawing import BLUE, GREEN, RED, Colour, contact_sheet, draw_boxes, write

SIZE = 6
COLUMNS = 2
TILE = 540
GROW = np.array([-1, -1, 1, 1], dtype=np.float32)  # a box one pixel larger on every side


class Gallery:
    """Keeps a handful of drawn pictures, whatever the number that is considered."""

    def __init__(self) -> None:
        self._seen = 0
        self._kept: list[tuple[int, int, Pixels]] = []

    def consider(
        self,
        pixels: Pixels,
        *,
        truth: Truth,
        found: Found,
        matches: Matches,
        shown: NDArray[np.bool_],
    ) -> None:
        seen = np.zeros(len(truth), dtype=bool)
        seen[matches.objects[matches.right & shown]] = True
        missed, wrong = ~seen & ~truth.crowds, matches.wrong & shown
        mistakes = int(missed.sum() + wrong.sum())
        self._seen += 1
        rank = (mistakes, -self._seen)
        if len(self._kept) == SIZE and rank < self._kept[0][:2]:
            return
        drawn = draw_boxes(pixels, truth.boxes[seen], colour=GREEN)
        drawn = _draw_boldly(drawn, truth.boxes[missed], colour=RED)
        drawn = _draw_boldly(drawn, found.boxes[wrong], colour=BLUE)
        _caption(drawn, missed=int(missed.sum()), wrong=int(wrong.sum()))
        heapq.heappush(self._kept, (*rank, drawn))
        if len(self._kept) > SIZE:
            heapq.heappop(self._kept)

    def sheet(self) -> bytes:
        """A PNG of what was kept, the most mistakes first."""
        pictures = [drawn for *_, drawn in sorted(self._kept, key=lambda kept: kept[:2])[::-1]]
        return encode_png(contact_sheet(pictures, columns=COLUMNS, tile=TILE))


def _draw_boldly(pixels: Pixels, boxes: Boxes, *, colour: Colour) -> Pixels:
    """Mistakes are few among many: their outlines are thicker."""
    for grown in range(-1, 2):
        pixels = draw_boxes(pixels, boxes + GROW * grown, colour=colour)
    return pixels


def _caption(drawn: Pixels, *, missed: int, wrong: int) -> None:
    scale = max(drawn.shape[:2]) / 1100
    write(drawn, f"missed {missed}, false {wrong}", left=0, top=0, scale=scale)
