"""What a picture shows of each product: its visible box, how much is hidden, what can be read."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import NA
from cartvision.synthesize.camera import View
from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.compose import Facing, Owners, Painting
from cartvision.synthesize.goods import Shape

LEAST_VISIBLE = 0.3  # a product that is hidden more than that has no label
LEAST_SIDE = 6  # pixels
SLIVER = 0.05  # of the longest run of pixels in a product's columns or rows
READABLE = 0.55  # a product that is seen less than that says little of its details
LEANS = 6.0  # degrees
UNLABELLED = {  # the share that nobody wrote down
    "has_cap": 0.03,
    "transparent": 0.03,
    "promo_label": 0.06,
    "price_tag_visible": 0.04,
    "damaged": 0.08,
    "tilted": 0.04,
    "turned": 0.05,
    "fallen": 0.03,
    "multipack": 0.05,
    "loose": 0.06,
}
READ_FROM = {  # pixels of the shorter side of a product in a sharp picture
    "has_cap": 16,
    "transparent": 17,
    "promo_label": 17,
    "price_tag_visible": 18,
    "damaged": 17,
    "tilted": 14,
    "turned": 17,
    "fallen": 18,
    "multipack": 14,
    "loose": 10,
}
BLUR = 5.0  # more of these pixels for each pixel of blur
LIDDED: frozenset[Shape] = frozenset({"canister", "spray", "tub", "wine"})  # closed, but by a cap?
FILMED: frozenset[Shape] = frozenset({"tray", "blister", "multipack", "eggs"})  # partly see-through


@dataclass(frozen=True)
class Seen:
    """A product as the picture shows it."""

    box: tuple[int, int, int, int]  # x1, y1, x2, y2 in pixels, the visible extent
    category: str
    sku: str
    attributes: tuple[int, ...]  # in the order of ATTRIBUTES: 1, 0 or NA


def visible(
    painting: Painting, *, view: View, blur: float, rng: np.random.Generator
) -> tuple[Seen, ...]:
    """The products that deserve a label; `painting` has its clutter already, `blur` is pixels."""
    boxes, counts = extents(view.take_owners(painting.owners), count=len(painting.goods))
    seen = []
    for placed, box, pixels in zip(painting.goods, boxes.tolist(), counts.tolist(), strict=True):
        shown = pixels / (placed.pixels * view.magnification(*placed.centre))
        side = min(box[2] - box[0], box[3] - box[1])
        clear = side - BLUR * blur if shown >= READABLE else 0.0
        values = _attributes(placed.facing, clear=clear, rng=rng)
        sku = placed.facing.sku
        if shown >= LEAST_VISIBLE and side >= LEAST_SIDE:
            seen.append(Seen(tuple(box), sku.line.category, sku.code, values))
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


def _attributes(facing: Facing, *, clear: float, rng: np.random.Generator) -> tuple[int, ...]:
    """The facts, less what nobody wrote down and what `clear` pixels are too few to read."""
    known = rng.random(len(ATTRIBUTES)) >= [UNLABELLED[name] for name in ATTRIBUTES]
    truth = _truth(facing)
    return tuple(
        truth[name] if written and clear >= READ_FROM[name] else NA
        for name, written in zip(ATTRIBUTES, known, strict=True)
    )


def _truth(facing: Facing) -> dict[str, int]:
    """What is so; NA where the question makes no sense."""
    line, facts = facing.sku.line, facing.facts
    upright = facts.upright and not line.loose
    return {
        "has_cap": NA if line.shape in LIDDED else int(line.cap),
        "transparent": NA if line.shape in FILMED else int(line.transparent),
        "promo_label": int(facts.promo and not line.loose),
        "price_tag_visible": int(facts.price_tag and not line.loose),
        "damaged": int(facts.damaged and not line.loose),
        "tilted": int(abs(facts.tilt) > LEANS and not facts.fallen) if upright else NA,
        "turned": NA if line.loose else int(facts.turned),
        "fallen": int(facts.fallen) if upright else NA,
        "multipack": int(line.shape == "multipack"),
        "loose": int(line.loose),
    }
