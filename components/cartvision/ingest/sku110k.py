"""The SKU-110K layout: images/ and annotations.csv, with attributes.csv and pictures.csv if given.

Lines are kept as they are until their picture is looked at: a million boxes fit in memory so.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from cartvision.errors import InputError
from cartvision.ingest.faults import Fault, Reason
from cartvision.storage.store import Store

ATTRIBUTE_KEYS = ["image", "x1", "y1", "x2", "y2", "category", "sku"]
PICTURE_KEYS = ["image", "group", "captured_at", "licence"]

BOX_COLUMNS = 8
CLASS = 5  # the column of annotations.csv
UNKNOWN_CLASS = "object"  # the one class of SKU-110K: it says nothing of the product


@dataclass(frozen=True)
class Listing:
    """What the tables say of one picture, not yet checked."""

    name: str
    group: str
    captured_at: str = ""
    licence: str = ""
    boxes: list[str] = field(default_factory=list)  # lines of annotations.csv
    attributes: list[str] = field(default_factory=list)  # lines of attributes.csv


@dataclass(frozen=True)
class Source:
    """A source whose tables were read; its pictures were not."""

    listings: list[Listing]  # by name
    attributes: list[str]
    taxonomy: list[str]
    faults: list[Fault]  # rows that belong to no picture


def read_source(store: Store) -> Source:
    boxes = _by_picture(_lines(store, "annotations.csv", required=True))
    names, labels = _attributes(_lines(store, "attributes.csv"))
    pictures, faults = _pictures(_lines(store, "pictures.csv"))
    listed = sorted(boxes.keys() | pictures.keys())
    faults += [
        Fault(name, Reason.NO_SUCH_BOX, line)
        for name in sorted(labels.keys() - set(listed))
        for line in labels[name]
    ]
    if not listed:
        raise InputError(f"{store.uri}: annotations.csv names no picture")
    return Source(
        listings=[_listing(name, pictures, boxes, labels) for name in listed],
        attributes=names,
        taxonomy=_taxonomy(boxes, labels),
        faults=faults,
    )


def cells(line: str) -> list[str]:
    return next(csv.reader([line]))


def _lines(store: Store, key: str, *, required: bool = False) -> list[str]:
    try:
        text = store.read(key).decode("utf-8-sig")
    except KeyError:
        if not required:
            return []
        raise InputError(
            f"{store.uri} has no {key}: the sku110k format is images/ and annotations.csv"
        ) from None
    except UnicodeDecodeError as error:
        raise InputError(f"{store.uri}/{key} is not UTF-8 text: {error}") from None
    return [line.rstrip("\r") for line in text.split("\n") if line.strip()]


def _by_picture(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(cells(line)[0], []).append(line)
    return found


def _attributes(lines: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    """The attributes' names, and the lines of each picture."""
    if not lines:
        return [], {}
    header = cells(lines[0])
    if header[: len(ATTRIBUTE_KEYS)] != ATTRIBUTE_KEYS:
        raise InputError(f"attributes.csv must begin {','.join(ATTRIBUTE_KEYS)}, not {lines[0]}")
    twice = [name for name, count in Counter(header).items() if count > 1]
    if twice:
        raise InputError(f"attributes.csv names {', '.join(twice)} twice: rename one of the two")
    return header[len(ATTRIBUTE_KEYS) :], _by_picture(lines[1:])


def _pictures(lines: list[str]) -> tuple[dict[str, list[str]], list[Fault]]:
    """The row of each picture, and the rows that cannot be one."""
    if lines and cells(lines[0]) != PICTURE_KEYS:
        raise InputError(f"pictures.csv must begin {','.join(PICTURE_KEYS)}, not {lines[0]}")
    rows: dict[str, list[str]] = {}
    faults = []
    for line in lines[1:]:
        row = cells(line)
        if len(row) != len(PICTURE_KEYS):
            faults.append(Fault(row[0], Reason.WRONG_COLUMNS, line))
        elif row[0] in rows:
            faults.append(Fault(row[0], Reason.LISTED_TWICE, line))
        else:
            rows[row[0]] = row
    return rows, faults


def _listing(
    name: str,
    pictures: dict[str, list[str]],
    boxes: dict[str, list[str]],
    labels: dict[str, list[str]],
) -> Listing:
    _, group, captured_at, licence = pictures.get(name, [name, name, "", ""])
    return Listing(
        name=name,
        group=group or name,
        captured_at=captured_at,
        licence=licence,
        boxes=boxes.get(name, []),
        attributes=labels.get(name, []),
    )


def _taxonomy(boxes: dict[str, list[str]], labels: dict[str, list[str]]) -> list[str]:
    """Every category that the tables name."""
    column = ATTRIBUTE_KEYS.index("category")
    named = {*_column(labels, column), *_column(boxes, CLASS)}
    return sorted(named - {UNKNOWN_CLASS, ""})


def _column(table: dict[str, list[str]], number: int) -> Iterator[str]:
    for lines in table.values():
        for line in lines:
            row = cells(line)
            if len(row) > number:
                yield row[number]
