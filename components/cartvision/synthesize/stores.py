"""The look of a store: what its pictures have in common."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from cartvision.synthesize.goods import Colour

STORES = 24
RAILS: tuple[Colour, ...] = (
    (214, 216, 220),
    (196, 30, 40),
    (30, 84, 160),
    (240, 240, 236),
    (60, 64, 70),
    (34, 120, 66),
    (232, 140, 30),
    (24, 26, 28),
    (150, 154, 158),
)
Back = Literal["perforated", "plain", "slats", "mesh", "wood"]
Edge = Literal["cards", "strip", "bare", "wire"]
BACKS: tuple[Back, ...] = ("perforated", "plain", "plain", "slats", "mesh", "wood")
EDGES: tuple[Edge, ...] = ("cards", "cards", "strip", "strip", "bare", "wire")


@dataclass(frozen=True)
class Store:
    """Furniture, light and the habits of its cameras."""

    name: str
    back: Colour
    back_kind: Back
    board: Colour
    rail: Colour
    edge: Edge
    card: Colour
    floor: Colour
    banner: Colour
    shade: float  # how dark it is under a shelf, 0 to 1
    light: tuple[float, float, float]  # gain of red, green, blue
    exposure: float
    contrast: float
    blur: float  # pixels at 640, the sigma of the lens
    noise: float  # grey levels
    quality: int  # JPEG
    distortion: float  # of the lens: positive is a barrel


def store(number: int, *, seed: int) -> Store:
    rng = np.random.default_rng([seed, 7_000_000, number])
    warmth = rng.uniform(-0.1, 0.12)
    dark = rng.random() < 0.3
    return Store(
        name=f"store-{number:02d}",
        back=_greyish(rng, low=14, high=70) if dark else _greyish(rng, low=90, high=235),
        back_kind=BACKS[rng.integers(len(BACKS))],
        board=_greyish(rng, low=30 if dark else 120, high=240),
        rail=RAILS[number % len(RAILS)],
        edge=EDGES[rng.integers(len(EDGES))],
        card=((250, 250, 246), (250, 250, 246), (255, 226, 70), (205, 225, 240))[rng.integers(4)],
        floor=_greyish(rng, low=90, high=225),
        banner=RAILS[(number * 3 + 1) % len(RAILS)],
        shade=float(rng.uniform(0.1, 0.6)),
        light=(1 + warmth, 1 + float(rng.uniform(-0.02, 0.04)), 1 - warmth),
        exposure=float(rng.uniform(0.88, 1.24)),
        contrast=float(rng.uniform(0.84, 1.16)),
        blur=float(rng.uniform(0.25, 0.8)),
        noise=float(rng.uniform(1.0, 6.0)),
        quality=int(rng.integers(55, 95)),
        distortion=float(rng.uniform(-0.02, 0.08)),
    )


def _greyish(rng: np.random.Generator, *, low: int, high: int) -> Colour:
    grey = rng.integers(low, high)
    red, green, blue = np.clip(grey + rng.integers(-16, 17, 3), 0, 255).tolist()
    return red, green, blue
