"""Lamps reflected from film, cans and cooler doors: patches where colours wash out."""

from dataclasses import dataclass
from functools import lru_cache
from math import cos, radians, sin
from typing import Any

import cv2
import numpy as np

from cartvision.augment.effects.coarse import Map, cells, onto_cells, wash
from cartvision.augment.effects.ranges import Counts, Shares, SideShares
from cartvision.augment.effects.region import Points, around
from cartvision.augment.library import albumentations
from cartvision.vision.codec import Pixels

STEP = 4  # pixels a cell of the map, at most
FINEST = 100  # cells that the shorter side has at least, where it has as many pixels
SIDE = 96  # of a pattern, in its own cells


@dataclass(frozen=True)
class Patch:
    """One reflection; lengths in shorter sides of the picture, its middle in whole sides."""

    middle: tuple[float, float]
    length: float
    width: float
    angle: float  # degrees
    strength: float
    pattern: int


class Glare(albumentations.ImageOnlyTransform):  # type: ignore[misc]  # albumentations has no types
    """Soft, elongated bright patches; length and width in shares of the shorter side."""

    class InitSchema(albumentations.ImageOnlyTransform.InitSchema):  # type: ignore[misc]  # as above
        count_range: Counts
        length_range: SideShares
        width_range: SideShares
        strength_range: Shares

    def __init__(
        self,
        count_range: tuple[int, int] = (1, 3),
        length_range: tuple[float, float] = (0.15, 0.6),
        width_range: tuple[float, float] = (0.08, 0.3),
        strength_range: tuple[float, float] = (0.4, 0.9),
        p: float = 0.5,
    ) -> None:
        super().__init__(p=p)
        self.count_range = count_range
        self.length_range = length_range
        self.width_range = width_range
        self.strength_range = strength_range

    def get_params(self) -> dict[str, Any]:
        count = self.py_random.randint(*self.count_range)
        return {"patches": [self._patch() for _ in range(count)]}

    def _patch(self) -> Patch:
        draw = self.py_random.uniform
        return Patch(
            middle=(draw(0, 1), draw(0, 1)),
            length=draw(*self.length_range),
            width=draw(*self.width_range),
            angle=draw(-90, 90),
            strength=draw(*self.strength_range),
            pattern=self.py_random.randrange(len(_patterns())),
        )

    def apply(self, img: Pixels, patches: list[Patch], **_: Any) -> Pixels:
        canvas = img.copy()
        height, width = img.shape[:2]
        frames = [_frame(patch, width=width, height=height) for patch in patches]
        region = around(np.concatenate(frames), margin=STEP, width=width, height=height)
        step = int(np.clip(min(width, height) / FINEST, 1, STEP))
        alpha = np.zeros(cells(region, step=step), dtype=np.float32)
        for patch, frame in zip(patches, frames, strict=True):
            corners = onto_cells(frame, region=region, step=step)
            alpha = np.maximum(alpha, patch.strength * _placed(patch, corners, like=alpha))
        wash(canvas, alpha, region=region, step=step)
        return canvas


def _frame(patch: Patch, *, width: int, height: int) -> Points:
    """The pattern's corners in the picture, clockwise from its upper left."""
    shorter = min(width, height)
    along = np.array([cos(radians(patch.angle)), sin(radians(patch.angle))])
    across = np.array([-along[1], along[0]])
    u = along * patch.length * shorter / 2
    v = across * patch.width * shorter / 2
    middle = np.array(patch.middle) * (width, height)
    return np.array([middle - u - v, middle + u - v, middle + u + v, middle - u + v], np.float32)


def _placed(patch: Patch, corners: Points, *, like: Map) -> Map:
    pattern = _patterns()[patch.pattern]
    own = np.array([[0, 0], [SIDE - 1, 0], [SIDE - 1, SIDE - 1]], dtype=np.float32)
    turn = cv2.getAffineTransform(own, corners[:3])
    return np.asarray(cv2.warpAffine(pattern, turn, like.shape[::-1], flags=cv2.INTER_LINEAR))


@lru_cache(maxsize=1)
def _patterns() -> tuple[Map, ...]:
    """A spot, a lamp's tube and creased film, each fading to 0 at its border."""
    v, u = np.mgrid[-1 : 1 : SIDE * 1j, -1 : 1 : SIDE * 1j].astype(np.float32)
    near = u**2 + v**2
    fade = np.clip(2 - 2 * near, 0, 1)
    spot = 0.4 * np.exp(-3 * near) + 0.7 * np.exp(-((4 * near) ** 2))
    tube = 0.35 * np.exp(-3 * v**2) + 0.75 * np.exp(-((3 * v) ** 4))
    tube *= np.clip(4 - 4 * np.abs(u), 0, 1) * np.clip(2 - 2 * np.abs(v), 0, 1)
    rng = np.random.default_rng(0)
    film = 0.3 * np.exp(-3 * near)
    for x, y, long, lean in rng.uniform((-0.6, -0.7, 0.15, -0.6), (0.6, 0.7, 0.5, 0.6), (14, 4)):
        across = v - y - lean * (u - x)
        film += 0.8 * np.exp(-(((u - x) / long) ** 2) - (across / 0.08) ** 2)
    return tuple(np.clip(one, 0, 1).astype(np.float32) for one in (spot * fade, tube, film * fade))
