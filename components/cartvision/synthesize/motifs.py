"""The pictures that brands print: a sun, a wave, a burst, drawn in one colour."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.goods import Colour, Motif

Canvas = NDArray[np.uint8]  # (height, width, 3) RGB


def _middle(canvas: Canvas) -> tuple[tuple[int, int], int]:
    height, width = canvas.shape[:2]
    return (width // 2, round(height * 0.56)), max(2, round(min(width * 0.38, height * 0.2)))


def _burst(canvas: Canvas, colour: Colour) -> None:
    centre, radius = _middle(canvas)
    cv2.fillPoly(canvas, [star(centre, radius=radius, points=9)], colour, cv2.LINE_AA)


def _dots(canvas: Canvas, colour: Colour) -> None:
    (x, y), radius = _middle(canvas)
    for across in (-0.7, 0.0, 0.7):
        for down in (-0.55, 0.55):
            at = (round(x + across * radius), round(y + (down + across * 0.3) * radius))
            cv2.circle(canvas, at, max(1, radius // 3), colour, cv2.FILLED, cv2.LINE_AA)


def _leaf(canvas: Canvas, colour: Colour) -> None:
    centre, radius = _middle(canvas)
    for angle in (-50, 50):
        axes = (radius, max(1, radius * 2 // 5))
        cv2.ellipse(canvas, centre, axes, angle, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)


def _peaks(canvas: Canvas, colour: Colour) -> None:
    (x, y), radius = _middle(canvas)
    base = y + radius * 2 // 3
    for shift, tall in ((-radius // 2, radius), (radius // 2, radius * 3 // 2)):
        corners = [(x + shift - radius, base), (x + shift, base - tall), (x + shift + radius, base)]
        cv2.fillPoly(canvas, [np.array(corners)], colour, cv2.LINE_AA)
        colour = (colour[0] * 3 // 4, colour[1] * 3 // 4, colour[2] * 3 // 4)


def _rings(canvas: Canvas, colour: Colour) -> None:
    centre, radius = _middle(canvas)
    for share in (1.0, 0.55):
        thick = max(1, radius // 5)
        cv2.circle(canvas, centre, max(1, round(radius * share)), colour, thick, cv2.LINE_AA)


def _stripes(canvas: Canvas, colour: Colour) -> None:
    height, width = canvas.shape[:2]
    for share in (0.42, 0.54, 0.66):
        start, end = (0, round(height * (share + 0.06))), (width, round(height * share))
        cv2.line(canvas, start, end, colour, max(1, height // 22), cv2.LINE_AA)


def _sun(canvas: Canvas, colour: Colour) -> None:
    centre, radius = _middle(canvas)
    cv2.circle(canvas, centre, radius, colour, cv2.FILLED, cv2.LINE_AA)
    light = (255, 240, 190)
    cv2.circle(canvas, centre, max(1, radius * 3 // 5), light, cv2.FILLED, cv2.LINE_AA)


def _wave(canvas: Canvas, colour: Colour) -> None:
    height, width = canvas.shape[:2]
    x = np.arange(0, width + 2, 2)
    y = height * (0.55 + 0.09 * np.sin(x / width * 2 * np.pi))
    line = np.stack([x, y], axis=1).round().astype(np.int32)
    cv2.polylines(canvas, [line], False, colour, max(2, height // 9), cv2.LINE_AA)


def star(centre: tuple[int, int], *, radius: float, points: int) -> NDArray[np.int32]:
    """The outline of a starburst, (2 * points, 2) pixels."""
    angles = np.arange(2 * points) * np.pi / points
    reach = radius * np.where(np.arange(2 * points) % 2, 0.74, 1.0)
    spikes = np.stack([np.cos(angles) * reach, np.sin(angles) * reach], axis=1)
    return np.asarray((spikes + centre).round(), dtype=np.int32)


MOTIFS: dict[Motif, Callable[[Canvas, Colour], None]] = {
    "burst": _burst,
    "dots": _dots,
    "leaf": _leaf,
    "peaks": _peaks,
    "rings": _rings,
    "stripes": _stripes,
    "sun": _sun,
    "wave": _wave,
}
