"""Words on packages, tags and signs, in the faces that the drawing libraries bring with them."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from cartvision.synthesize.goods import Colour
from cartvision.synthesize.motifs import Canvas

Mask = NDArray[np.uint8]  # (height, width)

TALL = 56  # pixels of a letter before it is fitted


@dataclass(frozen=True)
class Face:
    """One way to write: a stroke around the light letters, or one of OpenCV's own weights."""

    stroke: int = 0
    font: int | None = None
    lean: float = 0.0  # pixels to the right per pixel up
    wide: float = 1.0


FACES = {
    "heavy": Face(font=cv2.FONT_HERSHEY_DUPLEX),
    "block": Face(font=cv2.FONT_HERSHEY_TRIPLEX, wide=0.72),
    "hand": Face(font=cv2.FONT_HERSHEY_SCRIPT_COMPLEX, lean=0.12),
    "light": Face(),
    "bold": Face(stroke=2),
    "round": Face(stroke=5),
    "racing": Face(stroke=3, lean=0.3),
    "narrow": Face(stroke=2, wide=0.6),
    "wide": Face(stroke=1, wide=1.5),
}


@lru_cache(maxsize=2048)
def lettered(text: str, face: str) -> Mask:
    """The words alone, cut to their ink."""
    how = FACES[face]
    flat = _pillow(text, stroke=how.stroke) if how.font is None else _opencv(text, font=how.font)
    height, width = flat.shape
    shear = np.array([[how.wide, -how.lean, how.lean * height], [0, 1, 0]], dtype=np.float32)
    size = (round(width * how.wide + how.lean * height) + 1, height)
    return _ink(np.asarray(cv2.warpAffine(flat, shear, size)))


def words(
    canvas: Canvas,
    text: str,
    *,
    centre: tuple[float, float],
    fit: tuple[float, float],
    colour: Colour,
    face: str = "heavy",
    quarter: bool = False,
) -> None:
    """Text as large as fits, perhaps turned a quarter; centre and fit are shares of the canvas."""
    mask = np.rot90(lettered(text, face)) if quarter else lettered(text, face)
    height, width = canvas.shape[:2]
    scale = min(width * fit[0] / mask.shape[1], height * fit[1] / mask.shape[0])
    size = (max(1, round(mask.shape[1] * scale)), max(1, round(mask.shape[0] * scale)))
    small = np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA))
    left, top = round(width * centre[0] - size[0] / 2), round(height * centre[1] - size[1] / 2)
    area = canvas[max(0, top) : top + size[1], max(0, left) : left + size[0]]
    small = small[max(0, -top) :, max(0, -left) :][: area.shape[0], : area.shape[1]]
    area[:] = area + (np.array(colour) - area.astype(np.float32)) * (small[..., None] / 255)


def _pillow(text: str, *, stroke: int) -> Mask:
    font = ImageFont.load_default(TALL)
    left, top, right, bottom = font.getbbox(text, stroke_width=stroke)
    image = Image.new("L", (int(right - left) + 4, int(bottom - top) + 4))
    at = (2 - left, 2 - top)
    ImageDraw.Draw(image).text(at, text, fill=255, font=font, stroke_width=stroke)
    return np.array(image)


def _opencv(text: str, *, font: int) -> Mask:
    (wide, tall), below = cv2.getTextSize(text, font, 2.0, 3)
    flat = np.zeros((tall + below + 12, wide + 12), dtype=np.uint8)
    cv2.putText(flat, text, (6, tall + 6), font, 2.0, 255, 3, cv2.LINE_AA)
    return flat


def _ink(flat: Mask) -> Mask:
    rows, columns = np.flatnonzero(flat.max(axis=1)), np.flatnonzero(flat.max(axis=0))
    return np.ascontiguousarray(flat[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
