"""Attribute tables: wide CSV files at the root, with a column `image`; pictures anywhere.

The columns image, x1, y1, x2, y2, group, split, captured_at, licence, category and sku are ours;
every other one is an attribute: 1, 0, NA, -1, empty, true, false, yes or no. `--columns` says which
column of the table is which of ours, or another attribute's name, or "" for one to leave out.
A table with box columns has a row for each product; a row without a box speaks of the picture,
and one that says nothing either is a picture without products. Names of pictures may lack their
folder or their ending.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cartvision.data.picture import Box
from cartvision.errors import InputError
from cartvision.ingest.claims import (
    Claim,
    Format,
    Hints,
    Listed,
    Statement,
    Vocabulary,
    number,
)
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats._names import SPLIT_WORDS, Names
from cartvision.ingest.source import Line, Source

LAYOUT = "the attributes format is a *.csv at the root with a column `image`"
BOX = ("x1", "y1", "x2", "y2")
OURS = ("image", *BOX, "group", "split", "captured_at", "licence", "category", "sku")


@dataclass(frozen=True)
class _Table:
    """A file and the meaning of its columns."""

    key: str
    columns: tuple[str, ...]  # ours, an attribute's name, or "" to leave out

    @property
    def attributes(self) -> tuple[str, ...]:
        return tuple(name for name in self.columns if name and name not in OURS)

    @property
    def has_boxes(self) -> bool:
        return BOX[0] in self.columns


def read(source: Source, hints: Hints) -> Iterator[Statement]:
    names = Names(source, places=("images/", ""))
    for table in _tables(source, hints):
        yield Vocabulary(attributes=table.attributes)
        lines = source.lines(table.key)
        next(lines)
        for line in lines:
            yield from _statements(line, table=table, names=names)
    yield from names.several()


FORMAT = Format(read)


def _tables(source: Source, hints: Hints) -> list[_Table]:
    headers = {
        key: [cell.strip() for cell in line.cells]
        for key in source.keys(ending=".csv")
        if "/" not in key and (line := next(source.lines(key), None))
    }
    met = {name for header in headers.values() for name in header}
    if strange := sorted(hints.columns.keys() - met):
        raise InputError(
            f"--columns names {', '.join(strange)}; the tables of {source.uri} have {sorted(met)}"
        )
    named = {
        key: tuple(hints.columns.get(name, name) for name in header)
        for key, header in headers.items()
    }
    tables = [_Table(key, columns) for key, columns in named.items() if "image" in columns]
    if not tables:
        raise InputError(
            f"{source.uri} has no such table among {headers or 'its files'}: {LAYOUT}. "
            "--columns says which column is the image"
        )
    for table in tables:
        _require_sense(table)
    return tables


def _require_sense(table: _Table) -> None:
    used = [name for name in table.columns if name]
    if twice := sorted({name for name in used if used.count(name) > 1}):
        raise InputError(f"{table.key} has {', '.join(twice)} twice: rename one of the two")
    lacking = [side for side in BOX if side not in used]
    if 0 < len(lacking) < len(BOX):
        raise InputError(
            f"{table.key} has no column {', '.join(lacking)}: a box has x1, y1, x2, y2"
        )


def _statements(line: Line, *, table: _Table, names: Names) -> Iterator[Statement]:
    cells = [cell.strip() for cell in line.cells]
    if not line.is_text or len(cells) != len(table.columns):
        fault = Reason.WRONG_COLUMNS if line.is_text else Reason.NOT_TEXT
        place = table.columns.index("image")
        yield Claim(names.find(cells[min(place, len(cells) - 1)]), line.text, fault=fault)
        return
    said = dict(zip(table.columns, cells, strict=True))
    picture = names.find(said["image"])
    yield _listed(picture, said, row="" if table.has_boxes else line.text)
    values = {name: said[name] for name in table.attributes}
    has_box = table.has_boxes and any(said[side] for side in BOX)
    category, sku = said.get("category", ""), said.get("sku", "")
    if has_box or category or sku or any(values.values()):
        box = _box(said) if has_box else None
        yield Claim(picture, line.text, box, category=category, sku=sku, attributes=values)


def _listed(picture: str, said: Mapping[str, str], *, row: str) -> Listed:
    word = said.get("split", "").lower()
    split = SPLIT_WORDS.get(word)
    return Listed(
        picture,
        group=said.get("group", ""),
        split=split,
        captured_at=said.get("captured_at", ""),
        licence=said.get("licence", ""),
        fault=Reason.BAD_SPLIT if word and not split else None,
        row=row,
    )


def _box(said: Mapping[str, str]) -> Box:
    x1, y1, x2, y2 = (number(said[side]) for side in BOX)
    return x1, y1, x2, y2
