"""The lines of one picture made into products; each broken line is left out with its reason."""

import math
from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from cartvision.data.picture import NA, Box, Product
from cartvision.ingest.faults import BrokenError, Fault, Reason
from cartvision.ingest.sku110k import (
    ATTRIBUTE_KEYS,
    BOX_COLUMNS,
    CLASS,
    UNKNOWN_CLASS,
    Listing,
    cells,
)

VALUES = {"1": 1, "0": 0, "-1": NA, "NA": NA, "": NA}

T = TypeVar("T")


@dataclass(frozen=True)
class Description:
    """What a line of attributes.csv says of its box."""

    category: str
    sku: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Labelled:
    """The good products of a picture, and what was wrong with the other lines."""

    products: tuple[Product, ...]
    faults: tuple[Fault, ...]
    described: int  # products that a line of attributes.csv describes


def read_labels(listing: Listing, *, width: int, height: int, attributes: int) -> Labelled:
    """The products of a picture of this size, in a dataset of so many attributes."""
    faults: list[Fault] = []
    read_box = partial(_read_box, width=width, height=height)
    boxes = _good(listing.boxes, read=read_box, name=listing.name, faults=faults)
    read_description = partial(_read_description, attributes=attributes, boxes=boxes.keys())
    described = _good(listing.attributes, read=read_description, name=listing.name, faults=faults)
    unknown = Description("", "", (NA,) * attributes)
    products = []
    for box, category in boxes.items():
        known = described.get(box, unknown)
        products.append(Product(box, known.category or category, known.sku, known.values))
    return Labelled(tuple(products), tuple(faults), described=len(described))


def declared_sizes(lines: Iterable[str]) -> set[tuple[str, str]]:
    """Width and height as the lines of a picture give them."""
    rows = [cells(line) for line in lines]
    return {(row[6], row[7]) for row in rows if len(row) == BOX_COLUMNS}


def _good(
    lines: Iterable[str], *, read: Callable[[str], tuple[Box, T]], name: str, faults: list[Fault]
) -> dict[Box, T]:
    """What the good lines say of their boxes; the others go to `faults`."""
    found: dict[Box, T] = {}
    for line in lines:
        try:
            box, said = read(line)
            if box in found:
                raise BrokenError(Reason.LISTED_TWICE)
            found[box] = said
        except BrokenError as error:
            faults.append(Fault(name, error.reason, line))
    return found


def _read_box(line: str, *, width: int, height: int) -> tuple[Box, str]:
    row = cells(line)
    if len(row) != BOX_COLUMNS:
        raise BrokenError(Reason.WRONG_COLUMNS)
    box = _corners(row)
    left, top, right, bottom = box
    if right < left or bottom < top:
        raise BrokenError(Reason.SWAPPED)
    if right == left or bottom == top:
        raise BrokenError(Reason.NO_AREA)
    if left < 0 or top < 0 or right > width or bottom > height:
        raise BrokenError(Reason.OUTSIDE)
    if (row[6], row[7]) != (str(width), str(height)):
        raise BrokenError(Reason.WRONG_SIZE)
    return box, "" if row[CLASS] == UNKNOWN_CLASS else row[CLASS]


def _corners(row: list[str]) -> Box:
    """The box to the precision that a dataset keeps."""
    try:
        left, top, right, bottom = array("f", map(float, row[1:5]))
    except ValueError:
        raise BrokenError(Reason.NOT_A_NUMBER) from None
    if not all(map(math.isfinite, (left, top, right, bottom))):
        raise BrokenError(Reason.NOT_A_NUMBER)
    return left, top, right, bottom


def _read_description(
    line: str, *, attributes: int, boxes: Iterable[Box]
) -> tuple[Box, Description]:
    row = cells(line)
    if len(row) != len(ATTRIBUTE_KEYS) + attributes:
        raise BrokenError(Reason.WRONG_COLUMNS)
    box = _corners(row)
    if box not in boxes:
        raise BrokenError(Reason.NO_SUCH_BOX)
    values = row[len(ATTRIBUTE_KEYS) :]
    if not VALUES.keys() >= set(values):
        raise BrokenError(Reason.UNKNOWN_VALUE)
    return box, Description(row[5], row[6], tuple(VALUES[value] for value in values))
