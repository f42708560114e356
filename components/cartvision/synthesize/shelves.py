"""Where things stand on shelves: rows and facings, in canvas pixels, before any drawing."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.catalogue import DESIGNED, SKUS
from cartvision.synthesize.compose import Facing
from cartvision.synthesize.goods import Shape, Sku
from cartvision.synthesize.marks import draw_facts, knocked_over
from cartvision.synthesize.views import Pose

Taste = NDArray[np.float64]  # (articles,), in the order of SKUS

STACKED: frozenset[Shape] = frozenset({"box", "can", "eggs", "multipack", "tray", "tub"})
HEIGHTS = np.array([sku.line.size[1] for sku in SKUS])
STACKS = np.array([sku.line.shape in STACKED for sku in SKUS])
SHARES = np.array([sku.share * (not sku.line.loose) for sku in SKUS])
OWN = SHARES * [sku.line in DESIGNED or sku.line.shape == "multipack" for sku in SKUS]
CATEGORIES = tuple(sku.line.category for sku in SKUS)


@dataclass(frozen=True)
class Span:
    """Which part of the canvas has shelves, and how high one is."""

    pitch: tuple[float, float]  # from board to board, as a share of the longer side
    crowded: float = 0.96  # odds that a place is taken
    whole: bool = False  # from edge to edge


@dataclass(frozen=True)
class Eye:
    """Where the camera looks straight ahead, in canvas pixels, and how near it is."""

    x: float
    y: float
    reach: float  # pixels at which half of a side is seen

    def pose(self, middle: float, foot: float) -> Pose:
        aside, above = (self.x - middle) / self.reach, (foot - self.y) / self.reach
        return Pose(
            aside=float(np.clip(aside / 2, -0.6, 0.6)), above=float(np.clip(above / 2, 0, 0.5))
        )


@dataclass(frozen=True)
class Row:
    """One shelf: products stand on `bottom`; a rail of `rail` pixels is below it."""

    left: int
    right: int
    top: int
    bottom: int
    rail: int
    scale: float  # pixels per centimetre

    @property
    def clear(self) -> int:
        """Pixels between the boards."""
        return self.bottom - self.top


def rows(size: tuple[int, int], *, span: Span, taste: Taste, rng: np.random.Generator) -> list[Row]:
    """Boards down the canvas, each as far from the next as the goods between them are high."""
    width, height = size
    typical = max(size) * np.exp(rng.uniform(*np.log(span.pitch)))
    top = 0 if span.whole or rng.random() > 0.35 else int(height * rng.uniform(0.06, 0.16))
    floor = height - (
        0 if span.whole or rng.random() > 0.35 else int(height * rng.uniform(0.05, 0.16))
    )
    sides = [0 if span.whole or rng.random() > 0.16 else rng.uniform(0.08, 0.24) for _ in "lr"]
    count = max(1, round((floor - top) / typical))
    goods = HEIGHTS[rng.choice(len(SKUS), count, p=taste)]
    edges = np.concatenate(
        [[0], np.cumsum(np.clip(goods * rng.uniform(1.08, 1.35, count), 12, 44))]
    )
    scale = (floor - top) / edges[-1]
    rail = max(3, round(scale * rng.uniform(2.2, 4.2)))
    return [
        Row(
            left=int(width * sides[0]),
            right=width - int(width * sides[1]),
            top=top + int(edges[n] * scale),
            bottom=max(top + int(edges[n + 1] * scale) - rail, top + int(edges[n] * scale) + 8),
            rail=rail,
            scale=float(scale),
        )
        for n in range(count)
    ]


def house_taste(rng: np.random.Generator) -> Taste:
    """The large brands and multipacks alone, with a liking for one kind of goods."""
    aisle = CATEGORIES[int(rng.choice(len(SKUS), p=OWN / OWN.sum()))].split(" > ")[:2]
    liked = [category.split(" > ")[:2] == aisle for category in CATEGORIES]
    wanted = OWN * np.where(liked, 4.0, 1.0)
    return np.asarray(wanted / wanted.sum())


def taste(rng: np.random.Generator) -> Taste:
    """How likely each article is in this picture: an aisle keeps to one or two kinds of goods."""
    wanted = SHARES * 0.06 * (rng.random(len(SKUS)) < 0.06)
    for _ in range(int(rng.integers(1, 3))):
        aisle = CATEGORIES[int(rng.choice(len(SKUS), p=SHARES / SHARES.sum()))]
        depth = int(rng.integers(2, 4))
        kind = " > ".join(aisle.split(" > ")[:depth])
        wanted += SHARES * [category.startswith(kind) for category in CATEGORIES]
    listed = wanted * (rng.random(len(SKUS)) < 0.7)
    wanted = listed if listed.any() else wanted
    return np.asarray(wanted / wanted.sum())


def columns(
    row: Row, *, taste: Taste, eye: Eye, crowded: float, rng: np.random.Generator
) -> Iterator[list[Facing]]:
    """Stacks from left to right, each article several times; a stack is listed from its foot."""
    wanted = _fitting(row, taste=taste)
    x = row.left + rng.uniform(-0.6, 0.2) * row.scale * 8
    tight = rng.uniform(0.0, 0.05)
    while x < row.right - 2:
        sku = SKUS[int(rng.choice(len(SKUS), p=wanted))]
        size = _pixels(sku, row)
        for _ in range(1 + min(6, int(rng.geometric(0.36)))):
            if x + size[0] * 0.4 > row.right:
                return
            if rng.random() < crowded:
                yield _stack(sku, x + size[0] / 2, row=row, size=size, eye=eye, rng=rng)
            elif rng.random() < 0.5:
                yield [_set_back(sku, x + size[0] / 2, row=row, size=size, eye=eye, rng=rng)]
            overlap = rng.uniform(0.5, 0.9) if rng.random() < 0.07 else 1.0
            x += size[0] * (overlap + rng.uniform(0, tight)) + 0.5
        x += rng.uniform(0, 0.6) * row.scale


def _pixels(sku: Sku, row: Row) -> tuple[int, int]:
    width, height = sku.line.size
    return max(5, round(width * row.scale)), max(6, round(height * row.scale))


def _fitting(row: Row, *, taste: Taste) -> Taste:
    """The taste for this shelf: what is too tall stays away, what fills it is preferred."""
    tall = HEIGHTS * row.scale / row.clear
    wanted = taste * np.where(tall > 0.98, 0.0, np.where(STACKS, 0.12 + tall**2, tall**3))
    if not wanted.any():
        wanted = SHARES * (np.minimum(tall, 1 / tall) ** 8)
    return np.asarray(wanted / wanted.sum())


def _stack(
    sku: Sku, middle: float, *, row: Row, size: tuple[int, int], eye: Eye, rng: np.random.Generator
) -> list[Facing]:
    """One package, a pile of the same, or one that fell over."""
    width, height = size
    fitting = max(1, int(row.clear * 0.98 // height))
    piled = sku.line.shape in STACKED and rng.random() < 0.9
    levels = min(6, fitting - int(rng.random() < 0.25)) if piled else 1
    levels = max(1, levels)
    if levels == 1 and rng.random() < 0.04 and height > 1.3 * width:
        facts = knocked_over(draw_facts(rng), rng=rng)
        return [Facing(sku, middle, row.bottom + 1, width, height, facts)]
    return [
        Facing(
            sku,
            middle + rng.normal(0, 0.008) * width,
            row.bottom + 1 - level * height + rng.uniform(-1, 1),
            width,
            height,
            draw_facts(rng),
            eye.pose(middle, row.bottom - (level + 1) * height),
        )
        for level in range(levels)
    ]  # fmt: skip


def _set_back(
    sku: Sku, middle: float, *, row: Row, size: tuple[int, int], eye: Eye, rng: np.random.Generator
) -> Facing:
    """The next one in line, where the first was taken: smaller, higher and in the shade."""
    far = rng.uniform(0.86, 0.95)
    front = _stack(sku, middle, row=row, size=size, eye=eye, rng=rng)[0]
    return replace(
        front,
        foot=row.bottom - (1 - far) * row.clear * 0.35,
        width=max(4, round(size[0] * far)),
        height=max(5, round(size[1] * far)),
        light=rng.uniform(0.4, 0.75),
    )
