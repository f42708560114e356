"""Skin and sleeves in light."""

from dataclasses import dataclass
from math import cos, pi, sin
from random import Random

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.augment.effects.arms.relief import Relief
from cartvision.augment.effects.coarse import Map

SKINS = (  # from the palest to the darkest
    (247, 221, 200),
    (235, 193, 160),
    (214, 162, 122),
    (178, 122, 84),
    (134, 86, 56),
    (94, 59, 41),
    (58, 38, 30),
)
SHADOW = (0.34, 0.25, 0.22)  # what is left of each channel where no light falls: skin reddens
AMBIENT = 0.25  # light from everywhere
GROOVE = 0.55  # how dark it is beneath something higher
DEEPEST = 4.0  # cells beneath what is around, where it is as dark
NEIGHBOURS = (7, 7)  # cells, within which something higher takes light


@dataclass(frozen=True)
class Look:
    """The colours of skin, nails and cloth, and where light comes from."""

    colours: NDArray[np.float32]  # (matters, 3) RGB
    light: tuple[float, float, float]  # unit vector, x, y and towards the eye


def any_look(rng: Random) -> Look:
    at = rng.uniform(0, len(SKINS) - 1.001)
    low, share = SKINS[int(at)], at % 1
    skin = np.array(low) * (1 - share) + np.array(SKINS[int(at) + 1]) * share
    skin *= rng.uniform(0.85, 1.05) * np.array(
        [1, rng.uniform(0.96, 1.03), rng.uniform(0.92, 1.06)]
    )
    nail = skin * 0.7 + np.array([245, 205, 195]) * 0.3
    grey = rng.uniform(25, 225)
    cloth = grey + rng.choice((0.1, 0.3, 1)) * np.array([rng.uniform(-80, 80) for _ in "rgb"])
    angle, rise = rng.uniform(-0.9, -0.1) * pi, rng.uniform(0.6, 1.2)  # from above
    light = cos(angle) * cos(rise), sin(angle) * cos(rise), sin(rise)
    colours = np.clip(np.stack([skin, nail, cloth]), 8, 250).astype(np.float32)
    return Look(colours, light)


def lit(seen: Relief, look: Look) -> Map:
    """(rows, columns, 3) RGB, 0 to 255; also around what is seen, so that no edge is fringed."""
    tone = (AMBIENT + (1 - AMBIENT) * _facing(seen.height, look.light)) * _open(seen)
    planes = [
        own.take(seen.matter) * (left + (1 - left) * tone)
        for own, left in zip(look.colours.T, SHADOW, strict=True)
    ]
    return np.asarray(cv2.GaussianBlur(cv2.merge(planes), (3, 3), 0.7), dtype=np.float32)


def _facing(height: Map, light: tuple[float, float, float]) -> Map:
    """The cosine between the surface's normal and the light; 0 where it looks away."""
    across = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8)
    upright = light[2] - light[0] * across - light[1] * down
    return np.asarray(np.maximum(upright / np.sqrt(1 + across * across + down * down), 0))


def _open(seen: Relief) -> Map:
    """How much of the sky each cell sees: less in the grooves between fingers."""
    inside = (seen.distance < 0).astype(np.float32)
    around = cv2.blur(seen.height * inside, NEIGHBOURS) / (cv2.blur(inside, NEIGHBOURS) + 1e-3)
    higher = np.minimum(np.maximum(around - seen.height, 0), DEEPEST)
    return np.asarray(1 - GROOVE / DEEPEST * higher * inside)
