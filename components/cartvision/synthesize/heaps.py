"""Scenes of few goods: the cart's basket, the checkout belt, a bare counter."""

from dataclasses import replace

import cv2
import numpy as np

from cartvision.synthesize import furniture
from cartvision.synthesize.catalogue import SKUS
from cartvision.synthesize.compose import Facing, Painting, cover, put
from cartvision.synthesize.goods import Colour, Sku
from cartvision.synthesize.marks import draw_facts, lying
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.shelves import SHARES
from cartvision.synthesize.stores import Store
from cartvision.synthesize.views import Pose

LOOSE = tuple(sku for sku in SKUS if sku.line.loose)


def basket(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """What the cart's own camera sees: goods that lie as they were thrown in, from above."""
    canvas, (width, height) = painting.canvas, painting.size
    tone: Colour = (60, 62, 66) if rng.random() < 0.5 else look.floor
    furniture.surface(canvas, colour=tone, rng=rng)
    _mesh(canvas, rng=rng)
    typical = max(width, height) * np.exp(rng.uniform(np.log(0.2), np.log(0.45)))
    for _ in range(1 + int(18 * rng.random() ** 1.5)):
        sku = any_sku(rng)
        wide, tall = sized(sku, longer=typical * float(rng.uniform(0.6, 1.3)))
        middle, foot = rng.uniform(0.02, 0.98) * width, rng.uniform(0.12, 1.05) * height
        facts, light = lying(rng), float(rng.uniform(0.75, 1.1))
        pose = Pose(aside=float(rng.uniform(-0.5, 0.5)), above=float(rng.uniform(0, 0.4)))
        put(painting, Facing(sku, middle, foot, wide, tall, facts, pose, light), rng=rng)
    if rng.random() < 0.5:
        _rim(painting, rng=rng)


def _mesh(canvas: Canvas, *, rng: np.random.Generator) -> None:
    """The bottom of the basket: wires or slots."""
    step = round(max(canvas.shape) * rng.uniform(0.025, 0.08))
    thick = max(1, step // 9)
    colour = rng.integers(70, 220)
    for x in range(0, canvas.shape[1], step):
        canvas[:, x : x + thick] = colour
    if rng.random() < 0.7:
        for y in range(0, canvas.shape[0], step):
            canvas[y : y + thick] = colour


def _rim(painting: Painting, *, rng: np.random.Generator) -> None:
    """The basket's own edge, near the lens."""
    width, height = painting.size
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    colour = [*rng.integers(20, 210, 3).tolist(), 255]
    y = round(height * rng.uniform(0.9, 0.96))
    cv2.line(layer, (0, y), (width, y), colour, max(4, round(height * 0.03)), cv2.LINE_AA)
    for x in range(0, width, max(10, width // 12)):
        cv2.line(layer, (x, y), (x, height), colour, max(2, width // 160), cv2.LINE_AA)
    cover(painting, layer)


def belt(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """Goods one after another on a dark belt, the nearer the larger; most of them stand."""
    canvas, (width, height) = painting.canvas, painting.size
    furniture.hall(canvas, look=look, rng=rng)
    far, close = height * rng.uniform(0.15, 0.4), height * rng.uniform(0.8, 1.0)
    furniture.surface(canvas[round(far * 0.9) :], colour=(196, 198, 202), rng=rng)
    furniture.surface(canvas[round(far) : round(close)], colour=(38, 38, 42), rng=rng)
    biggest = max(width, height) * rng.uniform(0.26, 0.55)
    for foot in np.sort(rng.uniform(far + 0.2 * (close - far), close, int(rng.integers(3, 20)))):
        near = 0.45 + 0.55 * (foot - far) / (close - far)
        sku = any_sku(rng)
        wide, tall = sized(sku, longer=biggest * near * float(rng.uniform(0.6, 1.1)))
        facts = lying(rng) if rng.random() < 0.35 else replace(draw_facts(rng), price_tag=False)
        pose = Pose(aside=float(rng.uniform(-0.5, 0.5)), above=float(rng.uniform(0.1, 0.5)))
        x = rng.uniform(0.03, 0.97) * width
        put(painting, Facing(sku, x, foot, wide, tall, facts, pose), rng=rng)


def counter(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """A few goods apart from each other before a plain wall."""
    canvas, (width, height) = painting.canvas, painting.size
    edge = height * rng.uniform(0.35, 0.8)
    furniture.surface(canvas, colour=look.back, rng=rng)
    furniture.surface(canvas[round(edge) :], colour=look.floor, rng=rng)
    count = int(rng.integers(1, 8))
    longer = max(width, height) * rng.uniform(0.2, 0.6)
    same = any_sku(rng)
    foot = edge + (height - edge) * rng.uniform(0.1, 0.8)
    for place in range(count):
        sku = same if rng.random() < 0.5 else any_sku(rng)
        wide, tall = sized(sku, longer=longer * float(rng.uniform(0.85, 1.1)))
        x = width * (place + rng.uniform(0.3, 0.7)) / count
        facts = replace(draw_facts(rng), price_tag=False)
        pose = Pose(aside=float(rng.uniform(-0.4, 0.4)), above=float(rng.uniform(0, 0.25)))
        lower = foot + rng.normal(0, 0.02) * height
        put(painting, Facing(sku, x, lower, wide, tall, facts, pose), rng=rng)


def any_sku(rng: np.random.Generator) -> Sku:
    """One article in six is loose fruit, the others as they sell."""
    if rng.random() < 0.16:
        return LOOSE[rng.integers(len(LOOSE))]
    return SKUS[int(rng.choice(len(SKUS), p=SHARES / SHARES.sum()))]


def sized(sku: Sku, *, longer: float) -> tuple[int, int]:
    """Width and height in pixels; what is large in the hand is large in the picture."""
    width, height = sku.line.size
    scale = longer / 22 * (22 / max(width, height)) ** 0.45
    return max(8, round(width * scale)), max(8, round(height * scale))
