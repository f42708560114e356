"""What strips look like: tape that shines in places, printed prices, a barrier's stripes."""

from collections.abc import Iterator
from dataclasses import replace
from math import exp
from random import Random

from cartvision.augment.effects.strip import Colour, Patch

TAPES: tuple[Colour, ...] = (
    (152, 154, 157),  # duct tape
    (170, 126, 80),  # packing tape
    (205, 178, 134),  # masking tape
    (196, 28, 36),
    (46, 47, 51),  # a strap
)
PAPERS: tuple[Colour, ...] = ((238, 237, 232), (245, 209, 60))  # of price strips
RED: Colour = (200, 26, 34)
WHITE: Colour = (236, 234, 230)
INK: Colour = (32, 32, 38)
PRINT: Colour = (120, 118, 114)
SLICES = 40  # of one tone each, along a tape

Look = tuple[Colour, list[Patch]]


def any_finish(rng: Random, *, long: float) -> tuple[Colour, tuple[Patch, ...]]:
    """A strip's colour and what is on it; `long` is its length over its width."""
    finish = rng.choices((_shining, _priced, _striped), (5, 3, 1))[0]
    colour, patches = finish(rng, long)
    light = rng.uniform(0.55, 1.05)
    lit = (replace(patch, colour=_in_light(patch.colour, light)) for patch in patches)
    return _in_light(colour, light), tuple(lit)


def _shining(rng: Random, _: float) -> Look:
    """Lighter where it faces a lamp, and never quite even."""
    colour = rng.choice(TAPES)
    gloss, place, spread = rng.uniform(0.05, 0.5), rng.random(), rng.uniform(0.04, 0.25)
    patches = []
    for number in range(SLICES):
        start, end = number / SLICES, (number + 1) / SLICES
        light = gloss * exp(-(((start - place) / spread) ** 2)) + rng.uniform(0, 0.02)
        patches.append(Patch((start, end), (0, 1), _towards(WHITE, colour, share=light)))
    return colour, patches


def _priced(rng: Random, long: float) -> Look:
    """Paper with fields, each a price and small print."""
    paper, field = rng.choice(PAPERS), rng.uniform(1.8, 3.0) / long
    starts = [field * (number + 0.25) for number in range(int(1 / field))]
    return paper, [patch for start in starts for patch in _field(rng, start=start, wide=field)]


def _field(rng: Random, *, start: float, wide: float) -> Iterator[Patch]:
    for number, top in enumerate((0.2, 0.2, 0.35)):  # the last digit is smaller
        left = start + wide * (0.45 + 0.13 * number)
        right = left + wide * rng.choice((0.05, 0.1, 0.11))
        yield Patch((left, right), (top, 0.8), INK)
    for top in (0.25, 0.45, 0.65):
        yield Patch((start, start + wide * rng.uniform(0.15, 0.38)), (top, top + 0.07), PRINT)


def _striped(rng: Random, long: float) -> Look:
    """Red on white, at a slant: a barrier."""
    step = rng.uniform(2.0, 3.5) / long
    starts = [step * (number - 0.5) for number in range(int(1 / step) + 2)]
    return WHITE, [Patch((one, one + step / 2), (0, 1), RED, slant=0.7 / long) for one in starts]


def _towards(goal: Colour, colour: Colour, *, share: float) -> Colour:
    red, green, blue = (a + share * (b - a) for a, b in zip(colour, goal, strict=True))
    return red, green, blue


def _in_light(colour: Colour, light: float) -> Colour:
    red, green, blue = (min(255.0, light * one) for one in colour)
    return red, green, blue
