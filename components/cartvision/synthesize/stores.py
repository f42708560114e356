"""The look of a store, and its furniture: walls, shelves, rails and price cards."""

from dataclasses import dataclass

import cv2
import numpy as np

from cartvision.synthesize.catalogue import Colour
from cartvision.synthesize.labels import words
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.shelves import Row

STORES = 14


@dataclass(frozen=True)
class Store:
    """What the pictures of one store have in common: furniture, light and camera."""

    name: str
    back: Colour
    board: Colour
    rail: Colour
    card: Colour
    floor: Colour
    banner: Colour
    light: tuple[float, float, float]  # gain of red, green, blue
    exposure: float
    contrast: float
    blur: float  # pixels, the sigma of the lens
    noise: float  # grey levels
    quality: int  # JPEG
    distortion: float  # of the lens: positive is a barrel


def store(number: int, *, seed: int) -> Store:
    rng = np.random.default_rng([seed, 7_000_000, number])
    warmth = rng.uniform(-0.08, 0.09)
    tone = rng.uniform(0.35, 1.0)
    return Store(
        name=f"store-{number:02d}",
        back=_greyish(rng, low=40, high=190),
        board=_greyish(rng, low=110, high=235),
        rail=RAILS[number % len(RAILS)],
        card=(250, 250, 246) if rng.random() < 0.7 else (255, 226, 70),
        floor=_greyish(rng, low=120, high=210),
        banner=RAILS[(number * 3 + 1) % len(RAILS)],
        light=(1 + warmth, 1 + 0.02 * tone, 1 - warmth),
        exposure=rng.uniform(0.8, 1.14),
        contrast=rng.uniform(0.86, 1.16),
        blur=rng.uniform(0.25, 0.95),
        noise=rng.uniform(1.5, 6.5),
        quality=int(rng.integers(66, 93)),
        distortion=rng.uniform(-0.02, 0.07),
    )


RAILS: tuple[Colour, ...] = (
    (214, 216, 220),
    (196, 30, 40),
    (30, 84, 160),
    (240, 240, 236),
    (60, 64, 70),
    (34, 120, 66),
    (232, 140, 30),
)


def _greyish(rng: np.random.Generator, *, low: int, high: int) -> Colour:
    grey = rng.integers(low, high)
    red, green, blue = np.clip(grey + rng.integers(-14, 15, 3), 0, 255).tolist()
    return red, green, blue


def wall(width: int, height: int, *, look: Store, rng: np.random.Generator) -> Canvas:
    """The aisle behind everything: out of focus, with lamps and other shelves far away."""
    small = np.empty((height // 8 + 1, width // 8 + 1, 3), dtype=np.uint8)
    small[:] = look.floor
    for _ in range(70):
        x, y = rng.integers(0, small.shape[1]), rng.integers(0, small.shape[0])
        corner = (int(x + rng.integers(3, 16)), int(y + rng.integers(1, 6)))
        colour = ((2 * np.array(look.floor) + rng.integers(0, 235, 3)) // 3).tolist()
        cv2.rectangle(small, (int(x), int(y)), corner, colour, cv2.FILLED)
    return np.asarray(cv2.resize(cv2.GaussianBlur(small, (0, 0), 1.6), (width, height)))


def panel(canvas: Canvas, row: Row, *, look: Store) -> None:
    """The perforated back of one shelf, darker towards the top."""
    area = canvas[row.top : row.bottom, row.left : row.right]
    depth = np.linspace(0.45, 0.8, len(area), dtype=np.float32)[:, None, None]
    area[:] = (np.array(look.back) * depth).astype(np.uint8)
    step = max(9, (row.bottom - row.top) // 9)
    area[step // 2 :: step, step // 2 :: step] //= 2
    board = area[-max(3, len(area) // 14) :]
    board[:] = np.array(look.board) * 7 // 10


def shadow(canvas: Canvas, row: Row) -> None:
    """What the shelf above keeps from the light."""
    area = canvas[row.top : row.bottom, row.left : row.right]
    down = np.linspace(0, 1, len(area), dtype=np.float32)[:, None, None]
    area[:] = area * (1 - 0.5 * np.exp(-down / 0.12))


def rail(canvas: Canvas, row: Row, *, look: Store, rng: np.random.Generator) -> None:
    """The front edge of the shelf with its price cards."""
    area = canvas[row.bottom : row.bottom + row.rail, row.left : row.right]
    tone = np.linspace(1.06, 0.72, row.rail, dtype=np.float32)[:, None, None]
    area[:] = np.clip(np.array(look.rail) * tone, 0, 255)
    area[0] = look.board
    area[-1] //= 3
    x = int(rng.integers(2, 20))
    while x < area.shape[1] - row.rail * 2:
        wide = round(row.rail * rng.uniform(1.5, 2.1))
        _card(area[1:-1, x : x + wide], look=look, rng=rng)
        x += wide + int(rng.uniform(0.4, 4.5) * row.rail)


def _card(area: Canvas, *, look: Store, rng: np.random.Generator) -> None:
    offer = rng.random() < 0.14
    card = np.empty((area.shape[0] * 2, area.shape[1] * 2, 3), dtype=np.uint8)
    card[:] = (250, 212, 30) if offer else look.card
    ink: Colour = (190, 12, 24) if offer else (20, 20, 24)
    price = f"{rng.integers(0, 19)}.{rng.integers(10, 99)}"
    words(card, price, centre=(0.6, 0.5), fit=(0.66, 0.62), colour=ink)
    card[3:-3:3, 3 : card.shape[1] // 5] = (90, 90, 92)
    area[:] = cv2.resize(card, (area.shape[1], area.shape[0]), interpolation=cv2.INTER_AREA)


def surroundings(canvas: Canvas, rows: tuple[Row, ...], *, look: Store) -> None:
    """The banner above the top shelf, the kick plate and floor below, the posts at the sides."""
    first, last = rows[0], rows[-1]
    if first.top > 12:
        sign = canvas[: first.top, first.left : first.right]
        sign[:] = look.banner
        sign[-3:] //= 2
        for share in (0.2, 0.5, 0.8):
            words(sign, "OFFERS", centre=(share, 0.5), fit=(0.24, 0.5), colour=(246, 244, 236))
    below = last.bottom + last.rail
    _floor(canvas[below:], look=look)
    for x in (first.left, first.right - 1):
        post = canvas[first.top : below, max(0, x - 4) : x + 5]
        post[:] = np.array(look.board) * 3 // 4


def _floor(area: Canvas, *, look: Store) -> None:
    if len(area) < 4:
        return
    plate = len(area) // 4
    area[:plate] = np.array(look.board) // 3
    area[plate:] = look.floor
    tile = max(24, area.shape[1] // 9)
    area[plate:, ::tile] = np.array(look.floor) * 4 // 5
    area[plate + (len(area) - plate) // 2] = np.array(look.floor) * 4 // 5
