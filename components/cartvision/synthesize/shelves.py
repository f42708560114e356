"""Where things stand: bays, rows and facings, in canvas pixels, before any drawing."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.catalogue import SKUS, Sku
from cartvision.synthesize.marks import Facts, draw_facts

Taste = NDArray[np.float64]  # (articles,), in the order of SKUS

STACKED = {"box", "can"}  # what may stand on its like
PITCHES = (17, 20, 24, 28, 33, 36)  # centimetres from board to board


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


@dataclass(frozen=True)
class Facing:
    """One visible package before it is dressed; its middle and its foot are fixed."""

    sku: Sku
    middle: float
    foot: float
    width: int
    height: int
    facts: Facts


@dataclass(frozen=True)
class Plan:
    """A whole wall of shelves."""

    rows: tuple[Row, ...]
    stock: tuple[tuple[Facing, ...], ...]  # per row, what is drawn later stands in front

    @property
    def facings(self) -> list[Facing]:
        return [facing for row in self.stock for facing in row]


def plan(width: int, height: int, *, empty: bool, rng: np.random.Generator) -> Plan:
    rows = _rows(width, height, rng=rng)
    if empty:
        return Plan(rows=rows, stock=tuple(() for _ in rows))
    taste = _taste(rng)
    return Plan(rows=rows, stock=tuple(tuple(_filled(row, taste=taste, rng=rng)) for row in rows))


def _rows(width: int, height: int, *, rng: np.random.Generator) -> tuple[Row, ...]:
    """Rows down the canvas; near pictures have few tall ones, far ones many."""
    near = rng.random() < 0.05
    typical = rng.uniform(170, 380) if near else np.exp(rng.uniform(np.log(82), np.log(128)))
    top = int(height * rng.uniform(0.06, 0.16)) if rng.random() < 0.35 else 0
    floor = height - (int(height * rng.uniform(0.05, 0.16)) if rng.random() < 0.4 else 0)
    left = int(width * rng.uniform(0.08, 0.24)) if rng.random() < 0.18 else 0
    right = width - (int(width * rng.uniform(0.08, 0.24)) if rng.random() < 0.18 else 0)
    count = int(np.clip(round((floor - top) / typical), 1, 8))
    edges = np.concatenate([[0], np.cumsum(rng.choice(PITCHES, count))])
    scale = (floor - top) / edges[-1]
    rail = max(5, round(scale * rng.uniform(2.6, 3.8)))
    return tuple(
        Row(
            left=left,
            right=right,
            top=top + int(edges[n] * scale),
            bottom=top + int(edges[n + 1] * scale) - rail,
            rail=rail,
            scale=float(scale),
        )
        for n in range(count)
    )


def _taste(rng: np.random.Generator) -> Taste:
    """How likely each article is in this picture: an aisle prefers one kind of goods."""
    aisle = SKUS[int(rng.choice(len(SKUS), p=[sku.share for sku in SKUS]))].line.category
    kind = " > ".join(aisle.split(" > ")[:2])
    return np.array(
        [sku.share * (4.0 if sku.line.category.startswith(kind) else 1.0) for sku in SKUS]
    )


def _fitting(row: Row, *, taste: Taste) -> Taste:
    """The same, for this shelf: what is too tall stays away, what fills it is preferred."""
    tall = np.array([sku.line.size[1] for sku in SKUS]) * row.scale / row.clear
    stacks = np.array([sku.line.shape in STACKED for sku in SKUS])
    wanted = taste * np.where(tall > 0.97, 0.0, np.where(stacks, 0.3, tall**2))
    return np.asarray(wanted / wanted.sum())


def _filled(row: Row, *, taste: Taste, rng: np.random.Generator) -> Iterator[Facing]:
    """Facings from left to right, each article several times."""
    wanted = _fitting(row, taste=taste)
    x = row.left + rng.uniform(2, 10)
    while x < row.right - 4:
        sku = SKUS[int(rng.choice(len(SKUS), p=wanted))]
        width = max(9, round(sku.line.size[0] * row.scale))
        height = max(12, round(sku.line.size[1] * row.scale))
        for _ in range(1 + min(4, int(rng.geometric(0.42)))):
            if x + width > row.right:
                return
            if rng.random() > 0.035:
                yield from _column(sku, x, row=row, size=(width, height), rng=rng)
            x += width * (0.58 if rng.random() < 0.06 else 1.0) + rng.uniform(0.5, 2.5)
        x += rng.uniform(0, 5)


def _column(
    sku: Sku, x: float, *, row: Row, size: tuple[int, int], rng: np.random.Generator
) -> Iterator[Facing]:
    """One package, or a stack of the same."""
    width, height = size
    fitting = max(1, int(row.clear * 0.97 // height))
    levels = min(3, fitting) if sku.line.shape in STACKED and rng.random() < 0.8 else 1
    for level in range(levels):
        foot = row.bottom + 1 - level * height + rng.uniform(-1, 1)
        middle = x + width / 2 + rng.normal(0, 0.6)
        yield Facing(sku, middle, foot, width, height, draw_facts(rng))
