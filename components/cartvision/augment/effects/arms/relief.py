"""Round limbs that grow out of each other, as maps: how far away, how high, of what."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from cartvision.augment.effects.coarse import Map

Place = tuple[float, float]  # x, y

FAR = 2.0  # cells: what is further from every limb is as good as infinitely far
DEEP = -1e3  # cells: below every limb
BOW = 0.4  # how round a straight cut looks, as it goes around the limb
ALIKE = 2.0  # sizes that differ by less are worked out at once


class Limb(NamedTuple):
    """A part from joint to joint that narrows or widens; all lengths in one unit."""

    start: Place
    end: Place
    thick: tuple[float, float]  # radius at the start and at the end
    level: tuple[float, float] = (0.0, 0.0)  # of its middle line; higher is nearer to the eye
    flat: float = 1.0  # height over radius
    matter: int = 0  # a number that the caller gives a colour
    cut: bool = False  # its start is cut off, not rounded


Limbs = NDArray[np.void]  # (n,) of LIMB
Whole = NDArray[np.int64]

LIMB = np.dtype(
    [(name, np.float32, 2) for name in ("start", "end", "thick", "level")]
    + [("flat", np.float32), ("matter", np.uint8), ("cut", np.bool_)]
)


@dataclass(frozen=True)
class Relief:
    """What is seen from above, a number a cell; around it all falls off steeply."""

    distance: Map  # cells to the outline, negative inside, FAR at most
    height: Map  # cells
    matter: NDArray[np.uint8]


def relief(limbs: Limbs, *, rows: int, columns: int) -> Relief:
    """Limbs are in cells."""
    seen = Relief(
        distance=np.full((rows, columns), FAR, dtype=np.float32),
        height=np.full((rows, columns), DEEP, dtype=np.float32),
        matter=np.zeros((rows, columns), dtype=np.uint8),
    )
    low, size = _reach(limbs)
    for group in _alike(size.max(axis=1)):
        some, span = limbs[group], np.minimum(size[group].max(axis=0), (columns, rows))
        first = np.minimum(np.maximum(low[group], 0), (columns, rows) - span)
        _lay(seen, some, *_each(some, first=first, span=span), corners=first.tolist())
    return seen


def _reach(limbs: Limbs) -> tuple[Whole, Whole]:
    """(n, 2) the first column and row that each may change, and how many."""
    spare = limbs["thick"].max(axis=1, keepdims=True) + FAR
    low = np.floor(np.minimum(limbs["start"], limbs["end"]) - spare).astype(np.int64)
    high = np.ceil(np.maximum(limbs["start"], limbs["end"]) + spare).astype(np.int64)
    return low, high - low + 1


def _alike(sizes: Whole) -> Iterator[Whole]:
    """The numbers of limbs of about the same size, group by group."""
    order = np.argsort(sizes, kind="stable")
    ranked, first = sizes[order], 0
    while first < len(order):
        last = int(np.searchsorted(ranked, ALIKE * ranked[first], side="right"))
        yield order[first:last]
        first = last


def _lay(
    seen: Relief, limbs: Limbs, distances: Map, heights: Map, *, corners: list[list[int]]
) -> None:
    """What is higher hides what was there."""
    _, rows, columns = heights.shape
    layers = zip(limbs["matter"].tolist(), distances, heights, corners, strict=True)
    for matter, distance, height, (left, top) in layers:
        window = slice(top, top + rows), slice(left, left + columns)
        there, away = seen.height[window], seen.distance[window]
        closer = height > there
        np.copyto(there, height, where=closer)
        np.copyto(seen.matter[window], matter, where=closer)
        np.minimum(away, distance, out=away)


def _each(limbs: Limbs, *, first: Whole, span: Whole) -> tuple[Map, Map]:
    """(n, rows, columns) distance and height of each limb in a window that begins at `first`.

    A profile is a parabola: as round as a circle near its top, and it goes on below 0.
    """
    corner = (first - limbs["start"]).astype(np.float32)
    x = corner[:, 0, None, None] + np.arange(span[0], dtype=np.float32)
    y = corner[:, 1, None, None] + np.arange(span[1], dtype=np.float32)[:, None]
    way = limbs["end"] - limbs["start"]
    long = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-3)[:, None, None]
    dx, dy = way[:, 0, None, None] / long, way[:, 1, None, None] / long
    along, aside = x * dx + y * dy, x * dy - y * dx
    place = np.minimum(np.maximum(along, 0), long)
    beyond = along - place
    squared = beyond * beyond + aside * aside  # of the way to the middle line
    flat, share = limbs["flat"][:, None, None], place / long
    radius = _from_to(limbs["thick"], share)
    height = radius * flat + _from_to(limbs["level"], share) - flat * squared / radius
    distance = np.sqrt(squared) - radius
    if limbs["cut"].any():
        past = BOW / limbs["thick"][:, 0, None, None] * aside * aside - along
        past[~limbs["cut"]] = -np.inf
        np.maximum(distance, past, out=distance)
        height[past > 0] = DEEP
    return distance, height


def _from_to(ends: NDArray[np.float32], share: Map) -> Map:
    return ends[:, 0, None, None] + share * (ends[:, 1] - ends[:, 0])[:, None, None]
