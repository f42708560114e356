"""Contact sheets: an original beside its copies, and what each transform does."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import NA, Picture
from cartvision.vision.codec import Pixels, decode, encode_jpeg
from cartvision.vision.drawing import BLUE, GREEN, draw_boxes, write

PAGE = 1048  # pixels that a report shows side by side: lines drawn at this size stay visible
GAP = 4  # pixels
PAPER = 255
TALLEST = 2.0  # of a tile, widths of its column
FAMILY = 6  # pictures: the original and five copies
FAMILY_COLUMNS = 3
TRANSFORM_COLUMNS = 4


def family_sheet(family: Sequence[Picture]) -> bytes:
    """JPEG of an original and its first copies with their products.

    A product is blue if none of its attributes is known.
    """
    width, height = _fitted(family[0].width, family[0].height, columns=FAMILY_COLUMNS)
    tiles = []
    for number, picture in enumerate(family[:FAMILY]):
        tile = _drawn(picture, width=width, height=height)
        name = f"copy {number}" if number else "original"
        count = f": {len(picture.objects)} products" if family[0].objects else ""
        write(tile, name + count, left=0, top=0)
        tiles.append(tile)
    return encode_jpeg(_grid(tiles, columns=FAMILY_COLUMNS))


def transforms_sheet(alone: Sequence[tuple[str, Pixels]]) -> bytes:
    """JPEG of pictures that went through one transform each, with its name."""
    tiles = []
    for name, pixels in alone:
        tall, wide = pixels.shape[:2]
        width, height = _fitted(wide, tall, columns=TRANSFORM_COLUMNS)
        tile = _resized(pixels, width=width, height=height)
        write(tile, name, left=0, top=0)
        tiles.append(tile)
    return encode_jpeg(_grid(tiles, columns=TRANSFORM_COLUMNS))


def _tile(columns: int) -> int:
    return PAGE // columns - GAP


def _fitted(width: int, height: int, *, columns: int) -> tuple[int, int]:
    """As wide as a column, unless that makes it far too high."""
    across = _tile(columns)
    scale = min(across / width, TALLEST * across / height)
    return max(1, round(width * scale)), max(1, round(height * scale))


def _drawn(picture: Picture, *, width: int, height: int) -> Pixels:
    scale = [width / picture.width, height / picture.height] * 2
    boxes = np.array([item.bbox for item in picture.objects]).reshape(-1, 4) * scale
    unread = _unread(picture)
    small = _resized(decode(picture.encoded), width=width, height=height)
    for colour, chosen in ((GREEN, ~unread), (BLUE, unread)):
        small = draw_boxes(small, boxes[chosen].astype(np.float32), colour=colour)
    return small


def _unread(picture: Picture) -> NDArray[np.bool_]:
    """Which of its products have attributes, and not one that is known."""
    return np.array([set(item.attributes) == {NA} for item in picture.objects], dtype=bool)


def _resized(pixels: Pixels, *, width: int, height: int) -> Pixels:
    small = cv2.resize(pixels, (width, height), interpolation=cv2.INTER_AREA)
    return np.array(small, dtype=np.uint8)


def _grid(tiles: Sequence[Pixels], *, columns: int) -> Pixels:
    """Row by row, each as high as the highest of all."""
    height = max(len(tile) for tile in tiles) + GAP
    width = _tile(columns) + GAP
    grid = np.full((-(-len(tiles) // columns) * height, columns * width, 3), PAPER, dtype=np.uint8)
    for number, tile in enumerate(tiles):
        top, left = number // columns * height, number % columns * width
        grid[top : top + tile.shape[0], left : left + tile.shape[1]] = tile
    return grid
