"""List files train.txt, val.txt, test.txt of `path, class id[, coarse class id]`; classes.csv.

The files' names are the official splits. The category of a picture is a path of the taxonomy:
"Fruit > Apple > Golden-Delicious" in GroceryStoreDataset, whose classes.csv tells the class and
the coarse class, and whose pictures lie in folders of department, coarse class and class. A shop
has departments, and wants its figures by them; the label decides, the folders only tell which
department a coarse class belongs to. Without classes.csv the ids themselves are the names.

A column Iconic Image Path of classes.csv names a picture of the class as its maker shows it: one
more to learn from, in train.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from cartvision.data.picture import SPLITS, Split
from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Format, Hints, Listed, Statement, Vocabulary
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats._names import SPLIT_WORDS
from cartvision.ingest.source import Line, Source

LAYOUT = "the lists format is train.txt, val.txt or test.txt with lines `path, class id`"
CLASSES = "classes.csv"
ICONIC = "iconic image path"


@dataclass(frozen=True)
class _Class:
    """A row of classes.csv."""

    category: str
    coarse: str  # its id, "" where the table tells none
    iconic: str  # the path of its picture, "" where the table tells none
    row: str  # of the table


def read(source: Source, hints: Hints) -> Iterator[Statement]:  # noqa: ARG001 - every reader's signature
    lists = {split: f"{split}.txt" for split in SPLITS if source.has(f"{split}.txt")}
    if not lists:
        raise InputError(f"{source.uri} has none of the lists: {LAYOUT}")
    classes = _classes(source, departments=_departments(source))
    if classes:
        yield Vocabulary(categories=tuple(one.category for one in classes.values()))
    for split, key in lists.items():
        for line in source.lines(key):
            yield from _statements(line, split=split, classes=classes, source=source)
    for one in classes.values():
        if one.iconic:
            picture = source.find(one.iconic.lstrip("/"))
            yield Listed(picture, split="train")
            yield Claim(picture, one.row, category=one.category)


FORMAT = Format(read)


def _cells(line: Line) -> list[str]:
    """Separated by commas; by blanks where there is no comma."""
    return [cell.strip() for cell in line.cells] if "," in line.text else line.text.split() or [""]


def _statements(
    line: Line, *, split: Split, classes: Mapping[str, _Class], source: Source
) -> Iterator[Statement]:
    path, *ids = _cells(line)
    picture = source.find(path, places=("", "images/"))
    yield Listed(picture, split=split)
    if not line.is_text or len(ids) not in (1, 2):
        broken = Reason.WRONG_COLUMNS if line.is_text else Reason.NOT_TEXT
        yield Claim(picture, line.text, fault=broken)
    elif not classes:
        yield Claim(picture, line.text, category=" > ".join(reversed(ids)))
    else:
        known = classes.get(ids[0])
        fits = known is not None and (len(ids) == 1 or known.coarse in ("", ids[1]))
        fault = None if fits else Reason.UNKNOWN_CLASS
        yield Claim(picture, line.text, category=known.category if known else "", fault=fault)


def _departments(source: Source) -> Iterator[tuple[str, ...]]:
    """The folders that pictures lie in, without those of the splits, each once."""
    folders = dict.fromkeys(PurePosixPath(key).parts[:-1] for key in source.pictures())
    for parts in folders:
        yield parts[1:] if parts and parts[0] in SPLIT_WORDS else parts


def _classes(source: Source, *, departments: Iterator[tuple[str, ...]]) -> dict[str, _Class]:
    """By id; none if there is no classes.csv."""
    if not source.has(CLASSES):
        return {}
    header, *lines = source.lines(CLASSES)
    columns = [re.sub(r"\(.*\)", "", cell).strip().lower() for cell in header.cells]
    if not {"class name", "class id"} <= set(columns):
        raise InputError(f"{CLASSES} must have the columns Class Name and Class ID, not {columns}")
    above = _above(departments)
    found = {}
    for line in lines:
        said = dict(zip(columns, (cell.strip() for cell in line.cells), strict=False))
        name, coarse = said.get("class name", ""), said.get("coarse class name", "")
        path = [above.get((coarse, name), ""), coarse if coarse != name else "", name]
        category = " > ".join(filter(None, path))
        if "class id" in said:
            found[said["class id"]] = _Class(
                category, said.get("coarse class id", ""), said.get(ICONIC, ""), line.text
            )
    return found


def _above(folders: Iterator[tuple[str, ...]]) -> dict[tuple[str, str], str]:
    """The folder above a coarse class and its class: Fruit/Apple/Golden, or Fruit/Banana."""
    found: dict[tuple[str, str], str] = {}
    for parts in folders:
        if len(parts) > 2:
            found.setdefault((parts[-2], parts[-1]), parts[-3])
        if len(parts) > 1:
            found.setdefault((parts[-1], parts[-1]), parts[-2])
    return found
