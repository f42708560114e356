"""A hand and its forearm as limbs.

The unit is the hand's length. The wrist is at 0, fingers point to +y, the thumb is at -x.
"""

from collections.abc import Iterator, Sequence
from math import cos, sin
from random import Random

from cartvision.augment.effects.arms.relief import Limb, Place

SKIN, NAIL, CLOTH = range(3)

# Of the forefinger, the middle, the ring and the little finger:
ROOTS = ((-0.16, 0.5), (-0.055, 0.535), (0.052, 0.52), (0.148, 0.46))
LENGTHS = (0.4, 0.45, 0.415, 0.32)
SPREADS = (-0.13, -0.03, 0.06, 0.17)  # radians from straight ahead, in a hand at rest
GIRTHS = (0.054, 0.056, 0.053, 0.047)  # radius at the root

PHALANGES = (0.45, 0.3, 0.25)  # of a finger's length
CURLS = (0.6, 1.4, 2.0)  # radians by which each leaves the palm's plane, in a fist
THUMB = (0.2, 0.16)  # lengths of what stands out of the palm
WRIST, FLAT = 0.132, 0.75  # radius, and height over radius

# How far each of the four fingers is curled, 0 to 1, and how far the thumb is folded in.
POSES = (
    ((0.12, 0.08, 0.12, 0.18), 0.0),  # open
    ((0.45, 0.42, 0.45, 0.5), 0.4),  # about to grasp
    ((0.05, 0.95, 1.0, 1.0), 0.8),  # pointing
    ((0.3, 0.35, 0.9, 0.95), 0.6),  # two fingers and the thumb
    ((0.7, 0.68, 0.7, 0.74), 0.9),  # holding
)


def hand(rng: Random) -> Iterator[Limb]:
    curls, folded = rng.choice(POSES)
    spread, bend = rng.uniform(0.5, 1.7), rng.uniform(-0.12, 0.12)
    yield from _palm()
    for number, usual in enumerate(curls):
        curl = min(1.0, max(0.0, usual + rng.uniform(-0.1, 0.1)))
        heading = spread * SPREADS[number] + rng.uniform(-0.05, 0.05)
        lengths = [LENGTHS[number] * share for share in PHALANGES]
        pitches = [curl * one for one in CURLS]
        headings = [heading + bend * joint for joint in range(len(PHALANGES))]
        yield from _finger(ROOTS[number], lengths, pitches, headings, girth=GIRTHS[number])
    heading = -0.75 + 0.8 * (folded + rng.uniform(-0.2, 0.2))
    yield from _finger((-0.225, 0.3), THUMB, (0.1, 0.2), (heading, heading + 0.25), girth=0.066)


def forearm(*, length: float, flex: float, sleeve: float | None) -> Iterator[Limb]:
    """From the wrist backwards, turned by `flex` radians; `sleeve` is how far from it cloth is."""

    def at(back: float) -> Place:
        return back * sin(flex), -back * cos(flex)

    def thick(back: float) -> float:
        return WRIST + 0.06 * min(back, 1.4)

    yield Limb(at(0), at(length), (thick(0), thick(length)), flat=FLAT)
    if sleeve is not None and sleeve < length:
        ends = 1.25 * thick(sleeve), 1.3 * thick(length)
        yield Limb(at(sleeve), at(length), ends, flat=0.9, matter=CLOTH, cut=True)
        hem = min(length, sleeve + 0.1)
        yield Limb(at(sleeve), at(hem), (1.06 * ends[0],) * 2, matter=CLOTH, cut=True)


def _palm() -> Iterator[Limb]:
    yield Limb((0, 0), (0, 0.25), (WRIST, 0.14), (0, -0.045), flat=FLAT)
    yield Limb((0, 0.12), (0, 0.4), (0.16, 0.14), flat=0.45)
    for x, y in ROOTS:
        yield Limb((0.45 * x, 0.05), (x, y), (0.08, 0.062), flat=FLAT)
    yield Limb((0.06, 0.08), (0.135, 0.36), (0.08, 0.07), flat=FLAT)
    yield Limb((-0.07, 0.08), (-0.225, 0.3), (0.085, 0.068), flat=FLAT)


def _finger(
    root: Place,
    lengths: Sequence[float],
    pitches: Sequence[float],
    headings: Sequence[float],
    *,
    girth: float,
) -> Iterator[Limb]:
    """Bone after bone; a pitch bends it out of the palm's plane, away from the eye."""
    (x, y), level, thick = root, 0.0, girth
    for length, pitch, heading in zip(lengths, pitches, headings, strict=True):
        shown = length * cos(pitch)
        end = x + shown * sin(heading), y + shown * cos(heading)
        low, thin = level - length * sin(pitch), thick * 0.91
        limb = Limb((x, y), end, (thick, thin), (level, low))
        yield limb
        (x, y), level, thick = end, low, thin
    if pitches[-1] < 0.9:
        yield _nail(limb)


def _nail(tip: Limb) -> Limb:
    def at(share: float) -> Place:
        (x1, y1), (x2, y2) = tip.start, tip.end
        return x1 + share * (x2 - x1), y1 + share * (y2 - y1)

    girth = tip.thick[1]
    level = tip.level[1] + 0.75 * girth
    ends = 0.6 * girth, 0.62 * girth
    return Limb(at(0.75), at(1.15), ends, (level, level), flat=0.45, matter=NAIL)
