"""What a picture shows of each product: its visible box, how much is hidden, what can be read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import NA
from cartvision.synthesize.camera import View
from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.clutter import Owners
from cartvision.synthesize.compose import Painting
from cartvision.synthesize.shelves import Facing

LEAST_VISIBLE = 0.3  # a product that is hidden more than that has no label
LEAST_SIDE = 6  # pixels
SLIVER = 0.05  # of the longest run of pixels in a product's columns or rows
READABLE = 0.55  # a product that is seen less than that says little of its details
LEANS = 6.0  # degrees
UNLABELLED = {
    "has_cap": 0.13,
    "transparent": 0.12,
    "promo_label": 0.11,
    "price_tag_visible": 0.04,
    "damaged": 0.17,
    "tilted": 0.06,
    "turned": 0.14,
}


@dataclass(frozen=True)
class Seen:
    """A product as the picture shows it."""

    box: tuple[int, int, int, int]  # x1, y1, x2, y2 in pixels, the visible extent
    category: str
    sku: str
    attributes: tuple[int, ...]  # in the order of ATTRIBUTES: 1, 0 or NA


def visible(
    facings: Sequence[Facing], painting: Painting, *, view: View, rng: np.random.Generator
) -> tuple[Seen, ...]:
    """The products that deserve a label; `painting` has its clutter already."""
    boxes, counts = extents(view.take_owners(painting.owners), count=len(facings))
    seen = []
    for number, facing in enumerate(facings):
        growth = view.magnification(facing.middle, facing.foot - facing.height / 2)
        shown = counts[number] / (painting.extents[number] * growth)
        values = _attributes(facing, shown=shown, rng=rng)
        x1, y1, x2, y2 = boxes[number].tolist()
        if shown >= LEAST_VISIBLE and min(x2 - x1, y2 - y1) >= LEAST_SIDE:
            seen.append(Seen((x1, y1, x2, y2), facing.sku.line.category, facing.sku.code, values))
    return tuple(seen)


def extents(owners: Owners, *, count: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Boxes (count, 4) xyxy and pixel counts (count,) of the owners 1 to count."""
    y, x = np.nonzero(owners)
    who = owners[y, x].astype(np.int64) - 1
    boxes = np.zeros((count, 4), dtype=np.int64)
    boxes[:, :2] = max(owners.shape)
    np.minimum.at(boxes[:, 0], who, x)
    np.minimum.at(boxes[:, 1], who, y)
    np.maximum.at(boxes[:, 2], who, x + 1)
    np.maximum.at(boxes[:, 3], who, y + 1)
    pixels = np.bincount(who, minlength=count)
    for number in np.flatnonzero(pixels).tolist():
        boxes[number] = _without_slivers(owners, boxes[number], owner=number + 1)
    return boxes, pixels


def _without_slivers(owners: Owners, box: NDArray[np.int64], *, owner: int) -> NDArray[np.int64]:
    """The box without edges of which a neighbour leaves a pixel or two to be seen."""
    x1, y1, x2, y2 = box.tolist()
    mine = owners[y1:y2, x1:x2] == owner
    columns, rows = mine.sum(axis=0), mine.sum(axis=1)
    across = np.flatnonzero(columns >= max(1.0, SLIVER * columns.max()))
    down = np.flatnonzero(rows >= max(1.0, SLIVER * rows.max()))
    return np.array([x1 + across[0], y1 + down[0], x1 + across[-1] + 1, y1 + down[-1] + 1])


def _attributes(facing: Facing, *, shown: float, rng: np.random.Generator) -> tuple[int, ...]:
    """The facts, less what nobody wrote down and what cannot be read from what is seen."""
    truth = {
        "has_cap": int(facing.sku.line.cap),
        "transparent": int(facing.sku.line.transparent),
        "promo_label": int(facing.facts.promo),
        "price_tag_visible": int(facing.facts.price_tag),
        "damaged": int(facing.facts.damaged),
        "tilted": int(abs(facing.facts.tilt) > LEANS),
        "turned": int(facing.facts.turned),
    }
    known = rng.random(len(ATTRIBUTES)) >= [UNLABELLED[name] for name in ATTRIBUTES]
    readable = shown >= READABLE
    return tuple(
        truth[name] if readable and written else NA
        for name, written in zip(ATTRIBUTES, known, strict=True)
    )
