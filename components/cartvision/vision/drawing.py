"""Boxes and words drawn onto pictures, for people."""

from collections.abc import Sequence

import cv2
import numpy as np

from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels

Colour = tuple[int, int, int]  # RGB

GREEN: Colour = (38, 166, 91)
RED: Colour = (214, 48, 49)
BLUE: Colour = (9, 112, 222)
INK: Colour = (20, 24, 33)


def draw_boxes(
    pixels: Pixels, boxes: Boxes, *, colour: Colour = GREEN, words: Sequence[str] = ()
) -> Pixels:
    """A copy of the picture with every box outlined, and `words[i]` above box i."""
    canvas = np.ascontiguousarray(pixels).copy()
    thickness = max(1, round(max(canvas.shape[:2]) / 500))
    for left, top, right, bottom in boxes.round().astype(int).tolist():
        cv2.rectangle(canvas, (left, top), (right, bottom), colour, thickness, cv2.LINE_AA)
    for word, box in zip(words, boxes, strict=False):
        write(canvas, word, left=int(box[0]), top=int(box[1]), background=colour)
    return canvas


def write(
    canvas: Pixels, text: str, *, left: int, top: int, background: Colour = INK, scale: float = 0.35
) -> None:
    """White words on a small plate, drawn into the canvas."""
    (width, height), base = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, scale, 1)
    low = max(top, height + base)
    corner = (left + width + 2, low)
    cv2.rectangle(canvas, (left, low - height - base), corner, background, cv2.FILLED)
    at = (left + 1, low - base + 1)
    cv2.putText(canvas, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, (255, 255, 255), 1, cv2.LINE_AA)


def contact_sheet(pictures: Sequence[Pixels], *, columns: int, tile: int = 320) -> Pixels:
    """Pictures side by side, each scaled to fit a square tile."""
    rows = -(-len(pictures) // columns)
    sheet = np.full((rows * tile, columns * tile, 3), 245, dtype=np.uint8)
    for number, pixels in enumerate(pictures):
        height, width = pixels.shape[:2]
        scale = (tile - 8) / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        top = number // columns * tile + (tile - size[1]) // 2
        left = number % columns * tile + (tile - size[0]) // 2
        sheet[top : top + size[1], left : left + size[0]] = small
    return sheet
