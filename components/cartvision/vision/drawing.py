"""Boxes and words drawn onto pictures, for people."""

from collections.abc import Sequence
from functools import lru_cache
from math import ceil

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels

Colour = tuple[int, int, int]  # RGB

GREEN: Colour = (38, 166, 91)
RED: Colour = (214, 48, 49)
BLUE: Colour = (9, 112, 222)
INK: Colour = (20, 24, 33)

FULL_SIZE = 32  # of letters, in pixels, at scale 1


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
    """White words on a small plate that ends at `top`, drawn into the canvas."""
    plate = _plate(text, size=max(1, round(scale * FULL_SIZE)), background=background)
    first = max(0, top - plate.shape[0] + 1)
    low, right = max(0, canvas.shape[0] - first), max(0, canvas.shape[1] - left)
    shown = plate[:low, max(0, -left) : right]
    start = max(0, left)
    canvas[first : first + shown.shape[0], start : start + shown.shape[1]] = shown


@lru_cache(maxsize=512)
def _plate(text: str, *, size: int, background: Colour) -> Pixels:
    """Never written to: it is lent out again."""
    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # as every wheel of Pillow has it
    wide = ceil(font.getlength(text)) + 4
    plate = Image.new("RGB", (wide, sum(font.getmetrics())), background)
    ImageDraw.Draw(plate).text((2, 0), text, fill=(255, 255, 255), font=font)
    return np.asarray(plate)


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
