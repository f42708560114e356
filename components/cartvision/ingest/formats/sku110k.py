"""The SKU-110K layout: images/ and annotations.csv, with attributes.csv and pictures.csv if given.

`annotations_train.csv`, `annotations_val.csv` and `annotations_test.csv`, as SKU-110K itself has
them, give official splits.
"""

from collections.abc import Iterator, Sequence
from functools import partial

from cartvision.data.picture import SPLITS, Box, Split
from cartvision.ingest.claims import (
    Claim,
    Format,
    Hints,
    Listed,
    Statement,
    number,
    size,
)
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats import _tables
from cartvision.ingest.source import Line, Source

LAYOUT = "the sku110k format is images/ and annotations.csv"
PLACES = ("images/", "")
BOX_COLUMNS = 8
UNKNOWN_CLASS = "object"  # the one class of SKU-110K: it says nothing of the product


def read(source: Source, hints: Hints) -> Iterator[Statement]:  # noqa: ARG001 - every reader's signature
    official = [split for split in SPLITS if _table(source, split)]
    if not official:
        source.require("annotations.csv", layout=LAYOUT)
    for split in official:
        for line in source.lines(_table(source, split)):
            yield _listed(line, source=source, split=split)
            yield _box(line, source=source)
    if source.has("annotations.csv"):
        yield from (_box(line, source=source) for line in source.lines("annotations.csv"))
    find = partial(source.find, places=PLACES)
    yield from _tables.details(source, sides=("x1", "y1", "x2", "y2"), box=_corners, find=find)
    yield from _tables.pictures(source, find=find)


FORMAT = Format(read)


def _table(source: Source, split: Split) -> str:
    names = (f"annotations_{split}.csv", f"annotations/annotations_{split}.csv")
    return next((name for name in names if source.has(name)), "")


def _listed(line: Line, *, source: Source, split: Split) -> Listed:
    return Listed(source.find(line.cells[0], places=PLACES), split=split)


def _box(line: Line, *, source: Source) -> Claim:
    row = line.cells
    picture = source.find(row[0], places=PLACES)
    if not line.is_text:
        return Claim(picture, line.text, fault=Reason.NOT_TEXT)
    if len(row) != BOX_COLUMNS:
        return Claim(picture, line.text, fault=Reason.WRONG_COLUMNS)
    category = "" if row[5] == UNKNOWN_CLASS else row[5]
    return Claim(picture, line.text, _corners(row[1:5]), category=category, size=size(*row[6:]))


def _corners(cells: Sequence[str]) -> Box:
    x1, y1, x2, y2 = map(number, cells)
    return x1, y1, x2, y2
