"""Fruit and vegetables in crates, heaped from the back to the front."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np

from cartvision.synthesize import furniture, signs
from cartvision.synthesize.catalogue import SKUS
from cartvision.synthesize.compose import Facing, Painting, cover, hint, put
from cartvision.synthesize.goods import Colour, Sku
from cartvision.synthesize.marks import lying
from cartvision.synthesize.stores import Store

Box = tuple[int, int, int, int]  # x1, y1, x2, y2 in canvas pixels; may reach beyond the canvas

LOOSE = tuple(sku for sku in SKUS if sku.line.loose)
CRATES: tuple[Colour, ...] = (
    (168, 130, 84), (60, 96, 60), (40, 42, 46), (150, 30, 34), (205, 190, 160), (70, 80, 120),
    (190, 192, 194),
)  # fmt: skip


def crates(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """Fruit and vegetables in boxes, one kind in each, heaped from the back to the front."""
    canvas, (width, height) = painting.canvas, painting.size
    furniture.surface(canvas, colour=look.floor, rng=rng)
    size = max(width, height) * np.exp(rng.uniform(np.log(0.075), np.log(0.3)))
    across, down = (
        1 + int(rng.integers(0, max(1, side // (2.4 * size)))) for side in (width, height)
    )
    columns = (np.linspace(-0.04, 1.04, across + 1) * width).astype(int).tolist()
    rows = (np.linspace(-0.05, 1.05, down + 1) * height).astype(int).tolist()
    for top, bottom in pairwise(rows):
        for left, right in pairwise(columns):
            _crate(painting, (left, top, right, bottom), size=float(size), rng=rng)
            if rng.random() < 0.4:
                _stuck_card(painting, (left, top, right, bottom), look=look, rng=rng)


def _crate(painting: Painting, box: Box, *, size: float, rng: np.random.Generator) -> None:
    """Dark inside, pieces upon pieces, and the rim over them."""
    x1, y1, x2, y2 = box
    colour = CRATES[rng.integers(len(CRATES))]
    inside = painting.canvas[max(0, y1) : max(0, y2), max(0, x1) : max(0, x2)]
    inside[:] = np.array(colour) // 3
    sku = LOOSE[rng.integers(len(LOOSE))]
    scale = size / np.sqrt(sku.line.size[0] * sku.line.size[1])
    wide, tall = (max(6, round(side * scale)) for side in sku.line.size)
    pieces = list(_heaped(sku, box, size=(wide, tall), rng=rng))
    for piece in pieces:
        hint(painting, replace(piece, light=0.36), rng=rng)
    for piece in pieces:
        if rng.random() < 0.93:
            put(painting, _shifted(piece, rng=rng), rng=rng)
    _rim(painting, box, colour=colour, thick=max(3, round(size * 0.18)))


def _heaped(
    sku: Sku, box: Box, *, size: tuple[int, int], rng: np.random.Generator
) -> Iterator[Facing]:
    """Places from the back to the front; what is long lies almost in parallel."""
    (x1, y1, x2, y2), (wide, tall) = box, size
    top = y1 + rng.uniform(-0.1, 0.35) * (y2 - y1)
    common, spread = rng.uniform(-180, 180), 15 if tall > 2 * wide else rng.uniform(10, 180)
    for y in np.arange(top + tall * 0.6, y2 + tall * 0.4, tall * 0.7):
        for x in np.arange(x1 + wide * rng.uniform(0.2, 0.8), x2 - wide * 0.3, wide * 0.92):
            facts = replace(lying(rng), tilt=float(common + rng.uniform(-spread, spread)))
            yield Facing(sku, x, y, wide, tall, facts)


def _shifted(piece: Facing, *, rng: np.random.Generator) -> Facing:
    """No two are alike, and none lies where it should."""
    growth = rng.uniform(0.86, 1.14)
    return replace(
        piece,
        middle=piece.middle + rng.normal(0, 0.1) * piece.width,
        foot=piece.foot + rng.normal(0, 0.12) * piece.height,
        width=max(6, round(piece.width * growth)),
        height=max(6, round(piece.height * growth)),
        light=float(rng.uniform(0.85, 1.15)),
    )


def _rim(painting: Painting, box: Box, *, colour: Colour, thick: int) -> None:
    """The rim of the crate, its front wall the highest."""
    x1, y1, x2, y2 = box
    width, height = painting.size
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    for start, end, weight in (
        ((x1, y1), (x1, y2), 1.0), ((x2, y1), (x2, y2), 1.0), ((x1, y2), (x2, y2), 1.8),
        ((x1, y1), (x2, y1), 0.6),
    ):  # fmt: skip
        tone = [round(side * (0.6 + 0.2 * weight)) for side in colour]
        cv2.line(layer, start, end, [*tone, 255], max(2, round(thick * weight)))
    cover(painting, layer)


def _stuck_card(painting: Painting, box: Box, *, look: Store, rng: np.random.Generator) -> None:
    """A price on a stick among the fruit."""
    width, height = painting.size
    wide = round(min(width, height) * rng.uniform(0.09, 0.2))
    tall = round(wide * rng.uniform(0.5, 0.8))
    x = round(np.clip(rng.uniform(box[0], box[2]), 0, width - wide))
    y = round(np.clip(box[1] + 0.2 * (box[3] - box[1]), 0, height - tall))
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    face = np.zeros((tall, wide, 3), dtype=np.uint8)
    signs.card(face, look=look, rng=rng)
    layer[y : y + tall, x : x + wide] = np.dstack([face, np.full((tall, wide), 255, np.uint8)])
    cover(painting, layer)
