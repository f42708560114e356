"""One product in a hand, near the lens; the aisle behind it is out of focus."""

from dataclasses import replace

import cv2
import numpy as np

from cartvision.synthesize import aisles, furniture
from cartvision.synthesize.clutter import SKINS, Limb, Point, flesh
from cartvision.synthesize.compose import Facing, Painting, blank, cover, put
from cartvision.synthesize.heaps import any_sku, sized
from cartvision.synthesize.marks import draw_facts
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.stores import Store
from cartvision.synthesize.views import Pose


def held(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    canvas, (width, height) = painting.canvas, painting.size
    _out_of_focus(canvas, look=look, rng=rng)
    sku = any_sku(rng)
    wide, tall = sized(sku, longer=max(width, height) * float(rng.uniform(0.34, 0.66)))
    middle, foot = width * rng.uniform(0.32, 0.68), height * rng.uniform(0.62, 0.98)
    skin = np.array(SKINS[rng.integers(len(SKINS))], dtype=np.float64)
    left = bool(rng.random() < 0.5)
    grip = np.array(
        [middle + (-0.5 if left else 0.5) * wide, foot - tall * rng.uniform(0.15, 0.55)]
    )
    size = float(np.clip(0.3 * wide, 0.05 * width, 0.1 * width))
    _arm(painting, grip, size=size, left=left, skin=skin, rng=rng)
    facts = replace(draw_facts(rng), price_tag=False, tilt=float(rng.normal(0, 7)))
    pose = Pose(aside=float(rng.uniform(-0.5, 0.5)), above=float(rng.uniform(0, 0.3)))
    put(painting, Facing(sku, middle, foot, wide, tall, facts, pose), rng=rng)
    _fingers(painting, grip, size=size, left=left, skin=skin, rng=rng)


def _out_of_focus(canvas: Canvas, *, look: Store, rng: np.random.Generator) -> None:
    """Shelves that nobody could read, or the hall."""
    height, width = canvas.shape[:2]
    if rng.random() < 0.3:
        furniture.hall(canvas, look=look, rng=rng)
        return
    small = blank(width // 3, height // 3)
    aisles.rack(small, span=aisles.NEAR, look=look, rng=rng)
    soft = cv2.GaussianBlur(small.canvas, (0, 0), max(width, height) / 3 * rng.uniform(0.012, 0.03))
    canvas[:] = cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)


def _arm(
    painting: Painting, grip: Point, *, size: float, left: bool, skin: Point,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Palm and forearm, from the corner of the picture to behind the product."""
    width, height = painting.size
    elbow = np.array([-size if left else width + size, height * rng.uniform(0.75, 1.25)])
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    wrist = grip + (elbow - grip) * 0.35
    limbs = [Limb(grip, wrist, size * 2.1), Limb(wrist, elbow, size * 1.9)]
    flesh(layer, limbs, colour=skin)
    if rng.random() < 0.6:
        sleeve = grip + (elbow - grip) * rng.uniform(0.5, 0.8)
        flesh(layer, [Limb(sleeve, elbow, size * 2.5)], colour=rng.uniform(20, 220, 3))
    cover(painting, layer)


def _fingers(
    painting: Painting, grip: Point, *, size: float, left: bool, skin: Point,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """The thumb or the finger tips, over the front."""
    width, height = painting.size
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    inward = np.array([1.0 if left else -1.0, 0.0])
    for number in range(1 if rng.random() < 0.5 else 4):
        root = grip + np.array([0, (number - 1.5) * size * 0.72]) - inward * size * 0.5
        tip = (
            root + inward * size * rng.uniform(1.2, 2.2) + np.array([0, rng.normal(0, 0.2) * size])
        )
        flesh(layer, [Limb(root, tip, size * 0.68)], colour=skin * rng.uniform(0.9, 1.05))
        nail = tip + inward * size * 0.05
        flesh(layer, [Limb(nail, nail, size * 0.3)], colour=skin * 1.15)
    cover(painting, layer)
