"""What gets between the camera and the goods: hands, people, tape, a cart's handle and bars."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.compose import Painting, cover
from cartvision.synthesize.goods import Colour
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.packages import Sprite

Point = NDArray[np.float64]  # (2,) x, y

SKINS: tuple[Colour, ...] = ((232, 190, 160), (198, 146, 110), (141, 92, 62), (92, 60, 42))


@dataclass(frozen=True)
class Limb:
    """A finger or an arm, from joint to joint."""

    start: Point
    end: Point
    thick: float


def clutter(painting: Painting, *, often: float, rng: np.random.Generator) -> None:
    """Zero to a few things over everything; `often` scales how likely each is."""
    for draw, odds in DRAWN:
        if rng.random() < odds * often:
            cover(painting, draw(*painting.size, rng))


def _hand(width: int, height: int, rng: np.random.Generator) -> Sprite:
    """A forearm from any side with four fingers reaching for a product."""
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    skin = np.array(SKINS[rng.integers(len(SKINS))]) * rng.uniform(0.85, 1.05)
    palm = np.array([width * rng.uniform(0.15, 0.85), height * rng.uniform(0.3, 0.8)])
    size = min(width, height) * rng.uniform(0.035, 0.1)
    turn = float(rng.choice((0.0, 0.0, 0.0, 1.2, -1.2, 3.1)) + rng.uniform(-0.5, 0.5))
    ahead = np.array([np.sin(turn), -np.cos(turn)])
    across = np.array([np.cos(turn), np.sin(turn)])
    elbow = palm - ahead * max(width, height)
    thumb = palm + size * (1.4 * rng.choice((-1, 1)) * across + 0.6 * ahead)
    limbs = [
        Limb(palm - ahead * size * 1.5, elbow, size * 1.5),
        Limb(palm, palm - ahead * size * 1.6, size * 1.8),
        Limb(palm, thumb, size * 0.46),
    ]
    curl = rng.uniform(0.5, 1.0)
    for spread, reach in ((-0.66, 2.0), (-0.22, 2.35), (0.22, 2.25), (0.64, 1.85)):
        base = palm + size * (spread * across + 0.3 * ahead)
        tip = palm + size * (reach * curl * ahead + spread * 1.35 * across)
        limbs.append(Limb(base, tip, size * 0.4))
    flesh(layer, limbs, colour=skin)
    sleeve = palm - ahead * size * rng.uniform(2.2, 7)
    flesh(layer, [Limb(sleeve, elbow, size * 2.1)], colour=rng.uniform(20, 225, 3))
    return layer


def flesh(layer: Sprite, limbs: Sequence[Limb], *, colour: NDArray[np.float64]) -> None:
    """Limbs that grow out of each other: dark rims around all of them, lighter within."""
    for share, tone in ((1.0, 0.6), (0.86, 0.8), (0.66, 0.94), (0.4, 1.04)):
        painted = [*np.clip(colour * tone, 0, 255).tolist(), 255]
        for limb in limbs:
            ends = (_point(limb.start), _point(limb.end))
            cv2.line(layer, *ends, painted, max(1, round(limb.thick * share)), cv2.LINE_AA)


def _point(at: Point) -> tuple[int, int]:
    return round(float(at[0])), round(float(at[1]))


def _tape(width: int, height: int, rng: np.random.Generator) -> Sprite:
    """A closed-off shelf: red and white tape across the goods."""
    colour, mask = _layer(width, height)
    y1, y2 = (round(height * share) for share in rng.uniform(0.15, 0.9, 2))
    thick = max(3, round(height * rng.uniform(0.015, 0.04)))
    cv2.line(mask, (0, y1), (width, y2), 255, thick, cv2.LINE_AA)
    colour[:] = (238, 236, 232)
    for x in range(-thick, width + thick, thick * 3):
        corners = [(x, 0), (x + thick * 3 // 2, 0), (x + thick * 5 // 2, height),
                   (x + thick, height)]  # fmt: skip
        cv2.fillPoly(colour, [np.array(corners)], (205, 26, 34), cv2.LINE_AA)
    return np.dstack([colour, mask])


def _person(width: int, height: int, rng: np.random.Generator) -> Sprite:
    """Somebody walks past, out of focus: head, shoulders, coat and perhaps legs."""
    colour, mask = _layer(width, height)
    x, tall = width * rng.uniform(-0.02, 1.02), height * rng.uniform(0.9, 2.0)
    top, wide = height * rng.uniform(-0.3, 0.35), tall * rng.uniform(0.13, 0.2)
    head = (round(x), round(top + tall * 0.08))
    shoulders, hips = round(top + tall * 0.17), round(top + tall * 0.55)
    colour[:] = np.clip(rng.integers(15, 200) + rng.integers(-40, 41, 3), 0, 255)
    colour[hips:] = rng.integers(15, 110, 3)
    colour[:shoulders] = SKINS[rng.integers(len(SKINS))]
    colour[: head[1]] = rng.integers(20, 120, 3)
    cv2.circle(mask, head, max(2, round(tall * 0.07)), 255, cv2.FILLED)
    cv2.ellipse(
        mask, (round(x), hips), (round(wide), max(1, hips - shoulders)), 0, 180, 360, 255, -1
    )
    cv2.rectangle(mask, (round(x - wide), hips), (round(x + wide), round(top + tall)), 255, -1)
    sigma = max(1.0, tall * rng.uniform(0.004, 0.02))
    return np.dstack(
        [cv2.GaussianBlur(colour, (0, 0), sigma), cv2.GaussianBlur(mask, (0, 0), sigma)]
    )


def _handle(width: int, height: int, rng: np.random.Generator) -> Sprite:
    """The handle of the cart that carries the camera, near and out of focus."""
    colour, mask = _layer(width, height)
    y = round(height * rng.uniform(0.86, 0.95))
    lean = round(height * rng.uniform(-0.03, 0.03))
    thick = max(3, round(height * rng.uniform(0.025, 0.06)))
    cv2.line(mask, (-9, y - lean), (width + 9, y + lean), 255, thick, cv2.LINE_AA)
    colour[:] = rng.choice(((190, 24, 32), (26, 82, 168), (40, 42, 46), (30, 130, 60)))
    cv2.line(colour, (0, y - lean - thick // 4), (width, y + lean - thick // 4),
             (240, 240, 240), max(1, thick // 7), cv2.LINE_AA)  # fmt: skip
    soft = cv2.GaussianBlur(mask, (0, 0), max(1.0, thick / 9))
    return np.dstack([cv2.GaussianBlur(colour, (0, 0), max(1.0, thick / 9)), soft])


def _bars(width: int, height: int, rng: np.random.Generator) -> Sprite:
    """Wires of a cart's basket along the lower edge."""
    colour, mask = _layer(width, height)
    colour[:] = rng.integers(90, 220)
    top, step = (
        round(height * rng.uniform(0.78, 0.92)),
        max(8, round(width * rng.uniform(0.03, 0.08))),
    )
    thick = max(2, step // 8)
    cv2.line(mask, (0, top), (width, top), 255, thick * 2, cv2.LINE_AA)
    for x in range(0, width, step):
        cv2.line(mask, (x, top), (x + step // 3, height), 255, thick, cv2.LINE_AA)
    return np.dstack([colour, mask])


def _layer(width: int, height: int) -> tuple[Canvas, NDArray[np.uint8]]:
    colour = np.zeros((height, width, 3), dtype=np.uint8)
    return colour, np.zeros((height, width), dtype=np.uint8)


DRAWN = ((_hand, 0.12), (_person, 0.07), (_tape, 0.05), (_handle, 0.05), (_bars, 0.04))
