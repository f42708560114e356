"""Printed things that are no products: price cards, banners, posters, screens, wobblers."""

from collections.abc import Sequence
from typing import TypeVar

import cv2
import numpy as np

from cartvision.synthesize.goods import Colour
from cartvision.synthesize.lettering import FACES, words
from cartvision.synthesize.motifs import Canvas, star
from cartvision.synthesize.packages import Sprite
from cartvision.synthesize.pictures import PICTURES
from cartvision.synthesize.stores import RAILS, Store

SLOGANS = ("OFFERS", "SALE", "FRESH", "2 for 1", "NEW", "-50%", "Bakery", "Dairy", "Wine", "Open",
           "Exit", "Every day", "low prices", "Thank you", "Snacks", "Welcome")  # fmt: skip
T = TypeVar("T")
YELLOW: Colour = (250, 212, 30)
CARDS: tuple[Colour, ...] = ((182, 140, 92), (182, 140, 92), (214, 190, 150))


def card(area: Canvas, *, look: Store, rng: np.random.Generator) -> None:
    """A price card: name, price, bar code; one in seven is an offer."""
    if min(area.shape[:2]) < 3:
        return
    offer = rng.random() < 0.14
    fine = np.empty((area.shape[0] * 2, area.shape[1] * 2, 3), dtype=np.uint8)
    fine[:] = YELLOW if offer else look.card
    ink: Colour = (190, 12, 24) if offer else (20, 20, 24)
    words(fine, _price(rng), centre=(0.64, 0.6), fit=(0.62, 0.62), colour=ink)
    if rng.random() < 0.6:
        fine[3:-3:3, 3 : fine.shape[1] // 5] = (90, 90, 92)
    area[:] = cv2.resize(fine, (area.shape[1], area.shape[0]), interpolation=cv2.INTER_AREA)


def banner(area: Canvas, *, look: Store, rng: np.random.Generator) -> None:
    """The strip above a rack, with a word that comes again."""
    if len(area) < 8:
        return
    area[:] = look.banner
    area[-3:] //= 2
    slogan = _one(SLOGANS, rng)
    count = int(rng.integers(1, 5))
    ink: Colour = (246, 244, 236) if sum(look.banner) < 450 else (40, 40, 44)
    for number in range(count):
        at = ((number + 0.5) / count, 0.5)
        words(
            area,
            slogan,
            centre=at,
            fit=(0.7 / count, 0.5),
            colour=ink,
            face=_one(tuple(FACES), rng),
        )


def poster(area: Canvas, *, rng: np.random.Generator) -> None:
    """A picture, big words and a price: printed like a package and as large as it likes."""
    if min(area.shape[:2]) < 12:
        return
    area[:] = _one((*RAILS, (250, 248, 240), YELLOW), rng)
    part = np.ascontiguousarray(area[: round(len(area) * rng.uniform(0.3, 0.8))])
    if rng.random() < 0.75 and len(part) > 4:
        red, green, blue = rng.integers(20, 250, 3).tolist()
        _one(PICTURES, rng)(part, (red, green, blue), rng)
        area[: len(part)] = part
    for y in rng.uniform(0.2, 0.9, 2):
        ink = _one(((255, 255, 255), (20, 20, 24), (200, 20, 30)), rng)
        text = _price(rng) if rng.random() < 0.4 else _one(SLOGANS, rng)
        fit = (rng.uniform(0.5, 0.9), rng.uniform(0.1, 0.3))
        words(area, text, centre=(0.5, y), fit=fit, colour=ink, face=_one(tuple(FACES), rng))
    thick = max(1, min(area.shape[:2]) // 40)
    cv2.rectangle(area, (0, 0), (area.shape[1] - 1, len(area) - 1), (40, 40, 42), thick)


def carton(area: Canvas, *, rng: np.random.Generator) -> None:
    """The front wall of a display carton: card or print, with a word again and again."""
    if min(area.shape[:2]) < 4:
        return
    area[:] = _one((*CARDS, *RAILS), rng)
    area[0] = np.minimum(area[0], 215) + 40
    slogan, count = _one(SLOGANS, rng), max(1, area.shape[1] // (len(area) * 4))
    ink = _one(((250, 250, 246), (30, 30, 34), (200, 20, 30)), rng)
    for number in range(count):
        centre = ((number + 0.5) / count, 0.5)
        words(area, slogan, centre=centre, fit=(0.7 / count, 0.5), colour=ink)


def wobbler(width: int, height: int, *, rng: np.random.Generator) -> Sprite:
    """A talker that hangs over the goods from a rail: a disc, a star or a flag with a word."""
    side = max(12, round(min(width, height) * rng.uniform(0.05, 0.13)))
    face = np.zeros((side, side, 4), dtype=np.uint8)
    colour = (
        *_one((YELLOW, (225, 18, 38), (30, 150, 60), (250, 250, 246), (30, 90, 190)), rng),
        255,
    )
    middle = (side // 2, side // 2)
    shape = rng.integers(3)
    if shape == 0:
        cv2.circle(face, middle, side // 2 - 1, colour, cv2.FILLED, cv2.LINE_AA)
    elif shape == 1:
        cv2.fillPoly(face, [star(middle, radius=side * 0.48, points=11)], colour, cv2.LINE_AA)
    else:
        face[side // 4 : side // 4 * 3] = colour
    printed = np.ascontiguousarray(face[..., :3])
    ink: Colour = (20, 20, 24) if sum(colour[:3]) > 430 else (255, 255, 255)
    words(printed, _one(SLOGANS[:6], rng), centre=(0.5, 0.5), fit=(0.8, 0.32), colour=ink)
    layer = np.zeros((height, width, 4), dtype=np.uint8)
    x, y = int(rng.integers(0, width - side)), int(rng.integers(0, height - side))
    layer[y : y + side, x : x + side] = np.dstack([printed, face[..., 3]])
    return layer


def _price(rng: np.random.Generator) -> str:
    return f"{rng.integers(0, 19)}.{rng.integers(10, 99)}"


def _one(choices: Sequence[T], rng: np.random.Generator) -> T:
    return choices[int(rng.integers(len(choices)))]
