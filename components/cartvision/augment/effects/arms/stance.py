"""Where and how a hand reaches into a picture."""

from dataclasses import dataclass
from math import atan2, cos, hypot, sin
from random import Random

import numpy as np

from cartvision.augment.effects.region import Points

OFTEN = (5, 3, 3, 1)  # from below, the left, the right, above: few reach down
AIM = (0.25, 0.75)  # where hands reach for, in shares of the picture
REACH = (0.0, 1.2)  # how far from the border a wrist may be, in hands' lengths


@dataclass(frozen=True)
class Stance:
    wrist: tuple[float, float]  # pixels
    heading: float  # radians, of the middle finger: 0 is to the right, π/2 is down
    length: float  # pixels from wrist to fingertip
    turned: bool  # so that the thumb is to the right of the heading

    def placed(self, points: Points) -> Points:
        """From hands' lengths, as in the anatomy, to pixels."""
        ahead = np.array([cos(self.heading), sin(self.heading)])
        across = np.array([-ahead[1], ahead[0]]) * (-1 if self.turned else 1)
        turn = np.stack([across, ahead]) * self.length
        return np.asarray(points @ turn + np.array(self.wrist), dtype=np.float32)


def any_stance(
    rng: Random, *, length: float, flex: float, width: int, height: int
) -> tuple[Stance, float]:
    """And how far the wrist is from the border, in hands' lengths along the forearm."""
    x, y = _entry(rng)
    aim = rng.uniform(*AIM) - x, rng.uniform(*AIM) - y
    arm = atan2(aim[1] * height, aim[0] * width)
    away = hypot(aim[0] * width, aim[1] * height) / length
    reach = min(rng.uniform(*REACH), away - 0.4)
    wrist = (
        x * width + reach * length * cos(arm),
        y * height + reach * length * sin(arm),
    )
    turned = rng.random() < 0.5
    return Stance(wrist, arm + (-flex if turned else flex), length, turned=turned), reach


def _entry(rng: Random) -> tuple[float, float]:
    """A place on the border, in shares of the picture."""
    along = rng.uniform(0.1, 0.9)
    places = ((along, 1.0), (0.0, along), (1.0, along), (along, 0.0))
    return rng.choices(places, OFTEN)[0]
