"""The printer's basics: plates, small print, tables, bar codes, ink that can be read."""

import numpy as np

from cartvision.synthesize.forms import Rect
from cartvision.synthesize.goods import Colour
from cartvision.synthesize.motifs import Canvas

PAPER: Colour = (238, 236, 228)
PRINT: Colour = (46, 46, 50)


def readable_on(colour: Colour) -> Colour:
    """Black or white, whichever is read on this colour."""
    light = 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
    return PRINT if light > 140 else (250, 250, 246)


def filled(colour: Colour, *, width: int, height: int) -> Canvas:
    canvas = np.empty((height, width, 3), dtype=np.uint8)
    canvas[:] = colour
    return canvas


def part(canvas: Canvas, area: Rect) -> Canvas:
    height, width = canvas.shape[:2]
    x1, y1, x2, y2 = area
    return canvas[round(height * y1) : round(height * y2), round(width * x1) : round(width * x2)]


def plate(canvas: Canvas, area: Rect, *, colour: Colour) -> None:
    part(canvas, area)[:] = colour


def small_print(canvas: Canvas, area: Rect, *, colour: Colour) -> None:
    lines = part(canvas, area)
    step = max(3, canvas.shape[0] // 24)
    for number, y in enumerate(range(0, len(lines), step)):
        right = round(lines.shape[1] * (1 - 0.1 * (number * 5 % 4)))
        lines[y : y + max(1, step // 3), :right] = colour


def panel(canvas: Canvas, area: Rect) -> None:
    """A table of nutrients."""
    plate(canvas, area, colour=(250, 250, 246))
    x1, y1, x2, y2 = area
    small_print(canvas, (x1 + 0.06, y1 + 0.04, x2 - 0.06, y2 - 0.03), colour=PRINT)


def bar_code(strip: Canvas) -> None:
    width = strip.shape[1]
    strip[:, round(width * 0.2) : round(width * 0.8)] = (252, 252, 252)
    step = max(2, width // 16)
    for number, x in enumerate(range(round(width * 0.24), round(width * 0.76), step)):
        strip[:, x : x + max(1, step * (1 + number % 2) // 3)] = PRINT
