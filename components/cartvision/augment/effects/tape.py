"""Strips of tape, price strips and straps across a picture."""

from math import cos, radians, sin

import numpy as np

from cartvision.augment.effects.finish import any_finish
from cartvision.augment.effects.occluder import Occluder
from cartvision.augment.effects.ranges import Angles, Counts, SideShares
from cartvision.augment.effects.region import Points
from cartvision.augment.effects.strip import Strip
from cartvision.augment.library import albumentations


class Tape(Occluder):
    """Long thin strips; width and length in shares of the picture's shorter side."""

    class InitSchema(albumentations.DualTransform.InitSchema):  # type: ignore[misc]  # no types
        count_range: Counts
        width_range: SideShares
        length_range: SideShares
        angle_range: Angles

    def __init__(
        self,
        count_range: tuple[int, int] = (1, 2),
        width_range: tuple[float, float] = (0.02, 0.06),
        length_range: tuple[float, float] = (0.4, 1.4),
        angle_range: tuple[float, float] = (-90, 90),
        p: float = 0.5,
    ) -> None:
        super().__init__(p=p)
        self.count_range = count_range
        self.width_range = width_range
        self.length_range = length_range
        self.angle_range = angle_range

    def things(self, *, width: int, height: int) -> list[Strip]:
        count = self.py_random.randint(*self.count_range)
        return [self._strip(width=width, height=height) for _ in range(count)]

    def _strip(self, *, width: int, height: int) -> Strip:
        shorter = min(width, height)
        long = shorter * self.py_random.uniform(*self.length_range)
        wide = shorter * self.py_random.uniform(*self.width_range)
        middle = self.py_random.uniform(0, width), self.py_random.uniform(0, height)
        colour, patches = any_finish(self.py_random, long=long / wide)
        return Strip(self._corners(middle, long=long, wide=wide), colour, patches)

    def _corners(self, middle: tuple[float, float], *, long: float, wide: float) -> Points:
        """Along one long side, then back along the other; cut a little askew."""
        draw, angle = self.py_random.uniform, radians(self.py_random.uniform(*self.angle_range))
        along, across = np.array([[cos(angle), sin(angle)], [-sin(angle), cos(angle)]])
        corners = [
            np.array(middle)
            + along * (x * long + draw(-0.2, 0.2) * wide)
            + across * (y * wide * draw(0.9, 1.1))
            for x, y in ((-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5))
        ]
        return np.array(corners, dtype=np.float32)
