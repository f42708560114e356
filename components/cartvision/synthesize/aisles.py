"""Scenes of shelves: dense, near, far, oblique, behind glass, on pegs, piled on a pallet, empty."""

from dataclasses import replace

import numpy as np

from cartvision.synthesize import furniture, shelves, signs
from cartvision.synthesize.catalogue import SKUS
from cartvision.synthesize.compose import Facing, Painting, cover, hint, put
from cartvision.synthesize.goods import Shape
from cartvision.synthesize.marks import draw_facts
from cartvision.synthesize.shelves import Eye, Row, Span
from cartvision.synthesize.stores import Store

DENSE = Span(pitch=(0.09, 0.18))
TIDY = Span(pitch=(0.13, 0.2))
SOLD_OUT = 0.04  # of the tidy shelves
FAR = Span(pitch=(0.085, 0.11))
NEAR = Span(pitch=(0.24, 0.5))
OBLIQUE = Span(pitch=(0.1, 0.2))
HUNG: frozenset[Shape] = frozenset({"blister", "bag", "pouch"})
BULKY: frozenset[Shape] = frozenset({"box", "multipack", "sack", "jug", "tray"})


def dense(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    rack(painting, span=DENSE, look=look, rng=rng)
    talkers(painting, rng=rng)


def tidy(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """Large brands, large enough to be learnt within minutes; now and then sold out."""
    if rng.random() < SOLD_OUT:
        furniture.hall(painting.canvas, look=look, rng=rng)
        bare(painting, look=look, rng=rng)
        return
    rack(painting, span=TIDY, look=look, rng=rng, taste=shelves.house_taste(rng))


def far(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    rack(painting, span=FAR, look=look, rng=rng)


def near(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    rack(painting, span=replace(NEAR, crowded=float(rng.uniform(0.7, 0.98))), look=look, rng=rng)


def oblique(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """A long rack; the camera turns what is painted straight here."""
    rack(painting, span=OBLIQUE, look=look, rng=rng)


def fridge(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """Shelves behind a pane, lit from within."""
    cold = replace(look, shade=0.15, back=(225, 232, 236), back_kind="plain")
    span = Span(pitch=(0.13, 0.36), crowded=0.93)
    rack(painting, span=span, look=cold if rng.random() < 0.6 else look, rng=rng)
    cover(painting, furniture.glass_door(*painting.size, rng=rng))


def empty(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """Sold out, or a wall of prints: nothing here is a product."""
    furniture.hall(painting.canvas, look=look, rng=rng)
    width, height = painting.size
    if rng.random() < 0.6:
        bare(painting, look=look, rng=rng)
    for _ in range(int(rng.integers(0, 6))):
        x, y = rng.uniform(0, 0.8) * width, rng.uniform(0, 0.8) * height
        wide, tall = rng.uniform(0.06, 0.35, 2) * (width, height)
        signs.poster(painting.canvas[int(y) : int(y + tall), int(x) : int(x + wide)], rng=rng)
    talkers(painting, rng=rng)


def bare(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """Shelves, rails and cards without any goods."""
    span = Span(pitch=(0.1, 0.4), whole=bool(rng.random() < 0.5))
    for row in shelves.rows(painting.size, span=span, taste=shelves.taste(rng), rng=rng):
        furniture.back(painting.canvas, row, look=look)
        furniture.shadow(painting.canvas, row, look=look)
        furniture.rail(painting.canvas, row, look=look, rng=rng)


def rack(
    painting: Painting,
    *,
    span: Span,
    look: Store,
    rng: np.random.Generator,
    taste: shelves.Taste | None = None,
) -> None:
    """Rows of goods from the top shelf down."""
    canvas, (width, height) = painting.canvas, painting.size
    furniture.hall(canvas, look=look, rng=rng)
    taste = shelves.taste(rng) if taste is None else taste
    planned = shelves.rows(painting.size, span=span, taste=taste, rng=rng)
    furniture.surroundings(canvas, planned, look=look, rng=rng)
    eye = Eye(
        x=width * rng.uniform(-0.1, 1.1),
        y=height * rng.uniform(-0.1, 0.9),
        reach=max(width, height) * rng.uniform(0.5, 2.5),
    )
    for row in planned:
        furniture.back(canvas, row, look=look)
        _stock(painting, row, taste=taste, eye=eye, crowded=span.crowded, rng=rng)
        if rng.random() < 0.16:
            _lips(painting, row, rng=rng)
        furniture.shadow(canvas, row, look=look)
        furniture.rail(canvas, row, look=look, rng=rng)


def _stock(
    painting: Painting, row: Row, *, taste: shelves.Taste, eye: Eye, crowded: float,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Fill one shelf; what is far from the eye is painted first."""
    columns = list(shelves.columns(row, taste=taste, eye=eye, crowded=crowded, rng=rng))
    for stack in columns:
        _behind(painting, stack[-1], eye=eye, rng=rng)
    for stack in sorted(columns, key=lambda stack: -abs(stack[0].middle - eye.x)):
        for facing in stack:
            put(painting, facing, rng=rng)


def _lips(painting: Painting, row: Row, *, rng: np.random.Generator) -> None:
    """The cartons that goods are sold from hide their feet."""
    for _ in range(int(rng.integers(1, 4))):
        left = round(rng.uniform(row.left, row.right))
        right = left + round(rng.uniform(0.08, 0.4) * (row.right - row.left))
        top = row.bottom - round(row.clear * rng.uniform(0.07, 0.2))
        area = (slice(max(0, top), max(0, row.bottom)), slice(left, min(right, row.right)))
        signs.carton(painting.canvas[area], rng=rng)
        painting.owners[area] = 0


def _behind(painting: Painting, front: Facing, *, eye: Eye, rng: np.random.Generator) -> None:
    """The next package in line, in the dark, a little towards the vanishing point."""
    if front.facts.fallen or front.light < 1 or front.width < 8:
        return
    behind = replace(
        front,
        middle=front.middle + (eye.x - front.middle) * 0.03,
        foot=front.foot - front.height * 0.03,
        facts=replace(front.facts, promo=False, price_tag=False, damaged=False, tilt=0.0),
        light=0.42,
    )
    hint(painting, behind, rng=rng)


def pegs(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """Goods that hang from hooks, in columns, with a card above each hook."""
    canvas, (width, height) = painting.canvas, painting.size
    wall = Row(left=0, right=width, top=0, bottom=height, rail=4, scale=1.0)
    furniture.back(canvas, wall, look=replace(look, back_kind="perforated"))
    lines = [sku for sku in SKUS if sku.line.shape in HUNG]
    tall = height * rng.uniform(0.14, 0.38)
    y = tall * rng.uniform(0.3, 1.1)
    while y < height + tall * 0.6:
        x = rng.uniform(-0.2, 0.2) * tall
        while x < width:
            sku = lines[rng.integers(len(lines))]
            wide = tall * 0.84 * min(1.1, sku.line.size[0] / sku.line.size[1])
            for _ in range(int(rng.integers(1, 4))):
                x += wide * rng.uniform(1.03, 1.15)
                _hook(painting, x, y - tall * 0.86, size=tall, look=look, rng=rng)
                if rng.random() < 0.9:
                    size = (max(5, round(wide)), max(6, round(tall * 0.84)))
                    facts = replace(
                        draw_facts(rng), price_tag=False, tilt=float(rng.normal(0, 2.5))
                    )
                    put(painting, Facing(sku, x, y, *size, facts), rng=rng)
        y += tall * rng.uniform(1.02, 1.12)


def _hook(
    painting: Painting, x: float, y: float, *, size: float, look: Store, rng: np.random.Generator
) -> None:
    """A rod towards the camera with a price card at its end."""
    left, top = max(0, round(x - size * 0.09)), max(0, round(y - size * 0.11))
    area = painting.canvas[top : top + round(size * 0.11), left : left + round(size * 0.18)]
    signs.card(area, look=look, rng=rng)


def pallet(painting: Painting, *, look: Store, rng: np.random.Generator) -> None:
    """One or two articles in a block, on a pallet or at the end of an aisle, under a poster."""
    canvas, (width, height) = painting.canvas, painting.size
    furniture.hall(canvas, look=look, rng=rng)
    furniture.surface(canvas[round(height * 0.8) :], colour=look.floor, rng=rng)
    lines = [sku for sku in SKUS if sku.line.shape in BULKY]
    left, right = width * rng.uniform(0.05, 0.25), width * rng.uniform(0.75, 0.97)
    foot, top = height * rng.uniform(0.82, 0.98), height * rng.uniform(0.1, 0.45)
    signs.poster(canvas[round(top * 0.15) : round(top * 0.85), round(left) : round(right)], rng=rng)
    canvas[round(foot) : round(foot * 1.03), round(left) : round(right)] = (150, 116, 74)
    scale = width / rng.uniform(70, 170)
    eye = Eye(
        x=width * rng.uniform(-0.2, 1.2), y=height * rng.uniform(-0.2, 0.6), reach=width * 1.5
    )
    sku = lines[rng.integers(len(lines))]
    y = foot
    while y > top:
        sku = lines[rng.integers(len(lines))] if rng.random() < 0.15 else sku
        wide, tall = (max(6, round(side * scale)) for side in sku.line.size)
        for x in np.arange(left + wide / 2, right - wide / 2, wide + 1):
            if y > foot - tall or rng.random() < 0.94:
                pose = eye.pose(x, y - tall)
                put(painting, Facing(sku, x, y, wide, tall, draw_facts(rng), pose), rng=rng)
        y -= tall


def talkers(painting: Painting, *, rng: np.random.Generator) -> None:
    """Wobblers over the goods."""
    if rng.random() < 0.3:
        for _ in range(int(rng.integers(1, 6))):
            cover(painting, signs.wobbler(*painting.size, rng=rng))
