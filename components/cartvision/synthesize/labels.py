"""What is printed on a package: the front with brand, motif and flavour, and the back."""

import cv2
import numpy as np

from cartvision.synthesize.catalogue import Colour, Sku
from cartvision.synthesize.motifs import MOTIFS, Canvas

PAPER: Colour = (238, 236, 228)
PRINT: Colour = (46, 46, 50)


def front(sku: Sku, *, width: int, height: int) -> Canvas:
    """The printed face; look-alikes differ in colours and flavour text alone."""
    canvas = _filled(_ground(sku), width=width, height=height)
    MOTIFS[sku.line.motif](canvas, sku.accent)
    _plate(canvas, colour=_plate_colour(sku), top=0.07, bottom=0.31)
    words(canvas, sku.line.brand, centre=(0.5, 0.19), fit=(0.9, 0.19), colour=_ink(sku))
    _plate(canvas, colour=sku.accent, top=0.8, bottom=0.97)
    ink = readable_on(sku.accent)
    words(canvas, sku.flavour, centre=(0.5, 0.885), fit=(0.84, 0.12), colour=ink)
    return canvas


def back(sku: Sku, *, width: int, height: int) -> Canvas:
    """Small print and a bar code on paper: the same for all flavours but for its edge."""
    canvas = _filled(PAPER, width=width, height=height)
    cv2.rectangle(canvas, (0, 0), (width, round(height * 0.08)), sku.accent, cv2.FILLED)
    for number, y in enumerate(np.linspace(0.18, 0.56, 7)):
        right = round(width * (0.9 - 0.09 * (number * 5 % 4)))
        _bar(canvas, left=round(width * 0.1), right=right, y=round(height * y))
    _bar_code(canvas[round(height * 0.66) : round(height * 0.92)])
    return canvas


def readable_on(colour: Colour) -> Colour:
    """Black or white, whichever is read on this colour."""
    light = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
    return PRINT if light > 140 else (250, 250, 246)


def words(
    canvas: Canvas,
    text: str,
    *,
    centre: tuple[float, float],
    fit: tuple[float, float],
    colour: Colour,
) -> None:
    """Text as large as fits; centre and fit are shares of the canvas."""
    height, width = canvas.shape[:2]
    (long, tall), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 1.0, 2)
    scale = min(width * fit[0] / long, height * fit[1] / tall)
    left = round(width * centre[0] - long * scale / 2)
    base = round(height * centre[1] + tall * scale / 2)
    thick = 2 if scale > 0.45 else 1
    cv2.putText(
        canvas, text, (left, base), cv2.FONT_HERSHEY_DUPLEX, scale, colour, thick, cv2.LINE_AA
    )


def _ground(sku: Sku) -> Colour:
    """A see-through package shows its contents; its label is printed on a pale ground."""
    if not sku.line.transparent:
        return sku.body
    red, green, blue = ((3 * 245 + side) // 4 for side in sku.accent)
    return red, green, blue


def _plate_colour(sku: Sku) -> Colour:
    return sku.accent if sku.line.transparent else (250, 249, 244)


def _ink(sku: Sku) -> Colour:
    plate = _plate_colour(sku)
    dark = sum(sku.body) < 420
    return readable_on(plate) if sku.line.transparent or not dark else sku.body


def _filled(colour: Colour, *, width: int, height: int) -> Canvas:
    canvas = np.empty((height, width, 3), dtype=np.uint8)
    canvas[:] = colour
    return canvas


def _plate(canvas: Canvas, *, colour: Colour, top: float, bottom: float) -> None:
    height = canvas.shape[0]
    canvas[round(height * top) : round(height * bottom)] = colour


def _bar(canvas: Canvas, *, left: int, right: int, y: int) -> None:
    thick = max(1, canvas.shape[0] // 60)
    cv2.line(canvas, (left, y), (right, y), (120, 120, 122), thick)


def _bar_code(strip: Canvas) -> None:
    width = strip.shape[1]
    strip[:, round(width * 0.2) : round(width * 0.8)] = (252, 252, 252)
    step = max(2, width // 24)
    for number, x in enumerate(range(round(width * 0.24), round(width * 0.76), step)):
        strip[:, x : x + max(1, step * (1 + number % 2) // 3)] = PRINT
