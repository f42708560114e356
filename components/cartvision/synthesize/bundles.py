"""Packages that are more than one body: multipacks, egg boxes, trays under film, blister cards."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize import labels
from cartvision.synthesize.goods import Colour, Shape, Sku
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.pictures import ball, smooth

CARTONS: tuple[Colour, ...] = ((150, 150, 146), (186, 178, 160), (96, 130, 110), (90, 110, 150))
TRAYS: tuple[Colour, ...] = ((24, 24, 26), (238, 238, 236), (40, 90, 60), (150, 190, 220))
Draw = Callable[[Sku, int, int], NDArray[np.uint8]]  # sku, width, height → RGB and alpha


def _multipack(sku: Sku, width: int, height: int) -> NDArray[np.uint8]:
    """Cans or rolls side by side under film, with a printed band or a cardboard sleeve."""
    rng = np.random.default_rng(sku.line.design)
    face = np.empty((height, width, 3), dtype=np.uint8)
    columns, rows = int(rng.integers(2, 5)), int(rng.integers(1, 3))
    unit = labels.front(sku, width=width // columns, height=height // rows)
    wide = unit.shape[1]
    light = 1.05 - 0.75 * np.abs(np.linspace(-1, 1, wide))[None, :, None] ** 3
    unit = np.clip(unit * light, 0, 255).astype(np.uint8)
    unit[: max(1, len(unit) // 14)] = (188, 192, 196)
    face[:] = unit[-1, 0] // 2
    for row in range(rows):
        for column in range(columns):
            area = face[row * len(unit) :, column * wide :][: len(unit), :wide]
            area[:] = unit[: len(area), : area.shape[1]]
    if rng.random() < 0.5:
        top, tall = rng.uniform(0.1, 0.5), rng.uniform(0.3, 0.5)
        band = face[round(height * top) : round(height * (top + tall))]
        band[:] = labels.front(sku, width=width, height=len(band))
    film = smooth((height, width), cells=7, rng=rng)
    gloss = 46 * np.clip(np.abs(np.gradient(film, axis=1)) * width / 5, 0, 2)
    shiny = np.clip(face + gloss[..., None], 0, 255).astype(np.uint8)
    return np.dstack([shiny, _rounded(width, height, share=0.05)])


def _eggs(sku: Sku, width: int, height: int) -> NDArray[np.uint8]:
    """A pulp carton: bumps below, a label on its lid."""
    rng = np.random.default_rng(sku.line.design)
    pulp = CARTONS[rng.integers(len(CARTONS))]
    face = np.empty((height, width, 3), dtype=np.uint8)
    face[:] = pulp
    bumps = int(rng.integers(3, 7))
    wave = np.abs(np.sin(np.linspace(0, np.pi * bumps, width)))[None, :, None]
    face[height // 2 :] = face[height // 2 :] * (0.5 + 0.5 * wave)
    face[height // 2 - 1 : height // 2 + 1] //= 2
    label = labels.front(sku, width=round(width * 0.6), height=round(height * 0.42))
    left = round(width * 0.2)
    face[2 : 2 + len(label), left : left + label.shape[1]] = label
    grain = rng.normal(0, 7, (height, width, 1))
    rough = np.clip(face + grain, 0, 255).astype(np.uint8)
    return np.dstack([rough, _rounded(width, height, share=0.1)])


def _tray(sku: Sku, width: int, height: int) -> NDArray[np.uint8]:
    """Slices or pieces in a tray, film over them, a sticker on the film."""
    rng = np.random.default_rng(sku.line.design)
    face = np.empty((height, width, 3), dtype=np.uint8)
    face[:] = TRAYS[rng.integers(len(TRAYS))]
    rim = max(1, round(min(width, height) * 0.07))
    inner = np.ascontiguousarray(face[rim:-rim, rim:-rim])
    inner[:] = np.array(sku.body) // 2
    big = min(width, height) * rng.uniform(0.12, 0.3)
    for _ in range(28):
        at = (rng.uniform(0, inner.shape[1]), rng.uniform(0, inner.shape[0]))
        ball(inner, at, (big, big * 0.6), rng.uniform(0, 180), sku.body)
    face[rim:-rim, rim:-rim] = inner
    _sticker(face, sku, rng=rng)
    cv2.line(face, (rim, height // 3), (width // 2, rim), (250, 250, 250), max(1, width // 40),
             cv2.LINE_AA)  # fmt: skip
    return np.dstack([face, _rounded(width, height, share=0.1)])


def _sticker(face: Canvas, sku: Sku, *, rng: np.random.Generator) -> None:
    height, width = face.shape[:2]
    wide, tall = round(width * rng.uniform(0.5, 1.0)), round(height * rng.uniform(0.3, 0.5))
    left, top = round((width - wide) * rng.random()), round((height - tall) * rng.random())
    label = labels.front(sku, width=wide, height=tall)
    face[top : top + tall, left : left + wide] = label


def _blister(sku: Sku, width: int, height: int) -> NDArray[np.uint8]:
    """A printed card with a hole to hang by and a clear bubble with something in it."""
    rng = np.random.default_rng(sku.line.design)
    face = labels.front(sku, width=width, height=height)
    x1, x2 = round(width * rng.uniform(0.08, 0.25)), round(width * rng.uniform(0.75, 0.92))
    y1, y2 = round(height * rng.uniform(0.38, 0.5)), round(height * rng.uniform(0.85, 0.95))
    cv2.rectangle(face, (x1, y1), (x2, y2), (225, 228, 232), cv2.FILLED)
    count = int(rng.integers(1, 5))
    half = ((x2 - x1) / count * 0.42, (y2 - y1) * 0.44)
    for number in range(count):
        x = x1 + (number + 0.5) * (x2 - x1) / count
        ball(face, (x, (y1 + y2) / 2), half, 0, sku.accent)
    cv2.rectangle(face, (x1, y1), (x2, y2), (250, 250, 250), max(1, width // 50), cv2.LINE_AA)
    mask = _rounded(width, height, share=0.05)
    hole, axes = (width // 2, round(height * 0.05)), (max(1, width // 9), max(1, height // 50))
    cv2.ellipse(mask, hole, axes, 0, 0, 360, 0, cv2.FILLED)
    return np.dstack([face, mask])


def _rounded(width: int, height: int, *, share: float) -> NDArray[np.uint8]:
    """A rectangle with its corners taken off."""
    mask = np.zeros((height, width), dtype=np.uint8)
    off = max(1, round(min(width, height) * share))
    right, low = width - 1, height - 1
    corners = [
        (off, 0), (right - off, 0), (right, off), (right, low - off),
        (right - off, low), (off, low), (0, low - off), (0, off),
    ]  # fmt: skip
    cv2.fillPoly(mask, [np.array(corners)], 255, cv2.LINE_AA)
    return mask


BUNDLES: dict[Shape, Draw] = {
    "blister": _blister,
    "eggs": _eggs,
    "multipack": _multipack,
    "tray": _tray,
}
