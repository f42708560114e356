"""A colour for every category: on every sheet of a dataset the same, and far from the others."""

import hashlib
from collections.abc import Iterable
from itertools import cycle

from cartvision.show.ink import Colour

UNKNOWN: Colour = (200, 204, 210)

DISTINCT: tuple[Colour, ...] = (
    (230, 25, 75),
    (60, 180, 75),
    (255, 225, 25),
    (67, 99, 216),
    (245, 130, 49),
    (145, 30, 180),
    (66, 212, 244),
    (240, 50, 230),
    (191, 239, 69),
    (250, 190, 212),
    (70, 153, 144),
    (220, 190, 255),
    (154, 99, 36),
    (128, 0, 0),
    (170, 255, 195),
    (128, 128, 0),
    (255, 216, 177),
    (0, 0, 117),
)
WHITEN, DARKEN = (255, 255, 255), (0, 0, 0)
SHADES: tuple[tuple[Colour, float], ...] = ((DARKEN, 0.0), (WHITEN, 0.5), (DARKEN, 0.4))


def palette(categories: Iterable[str]) -> dict[str, Colour]:
    """Every category takes the colour that its name asks for, or the next that is free.

    Past the distinct colours come their tints and their shades, and then the same again.
    """
    chosen: dict[str, Colour] = {}
    rings = cycle(SHADES)
    free: dict[int, Colour] = {}
    for name in dict.fromkeys(categories):
        free = free or dict(enumerate(_mixed(*next(rings))))
        wanted = hashlib.sha256(name.encode()).digest()[0]
        place = min(free, key=lambda place: (place - wanted) % len(DISTINCT))
        chosen[name] = free.pop(place)
    return chosen


def _mixed(other: Colour, share: float) -> list[Colour]:
    """The distinct colours with this share of another in them."""
    return [_mix(colour, other, share=share) for colour in DISTINCT]


def _mix(colour: Colour, other: Colour, *, share: float) -> Colour:
    red, green, blue = (
        round(mine * (1 - share) + its * share) for mine, its in zip(colour, other, strict=True)
    )
    return red, green, blue
