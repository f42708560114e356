"""YOLO: data.yaml, and for each picture of images/ a file of labels/ with a line for each box.

A line is `class cx cy w h` in shares of the picture, or a class and the points of an outline,
whose bounding box is taken. A picture without a label file is one without products. Without
data.yaml, classes.txt names the classes and there are no splits; nor are there where train and
val of data.yaml are one folder. Labelled pictures in no place that data.yaml names are told of.

Told beyond the standard: attributes.csv (`image,cx,cy,w,h,category,sku` and the attributes'
names; the numbers as in the label file) and pictures.csv (`image,group,captured_at,licence`).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import yaml

from cartvision.data.picture import Box, Split
from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Format, Hints, Listed, Statement, Vocabulary, number
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats import _tables
from cartvision.ingest.formats._names import SPLIT_WORDS, Names, by_its_end
from cartvision.ingest.source import PICTURES, Line, Source

LAYOUT = "the yolo format is data.yaml (or classes.txt), images/ and labels/"
DIGITS = 12  # of a share: what lies behind is left of adding halves
BOX_CELLS = 5  # class, centre, width and height
MOST_CLASSES = 100_000
MOST_DIGITS = 9  # of a class
LEAST_OUTLINE = 7  # class and three points
SHOWN = 10  # folders in a message


@dataclass(frozen=True)
class _Layout:
    """What data.yaml says."""

    names: dict[int, str]  # class → name
    places: list[tuple[str, Split | None]]  # folders and list files
    keypoints: bool = False  # follow the box in a line


def read(source: Source, hints: Hints) -> Iterator[Statement]:  # noqa: ARG001 - every reader's signature
    layout = _layout(source)
    unread = {key for key in source.keys(ending=".txt") if "labels" in PurePosixPath(key).parts}
    if not unread:
        raise InputError(f"{source.uri} has no labels/*.txt: {LAYOUT}")
    yield Vocabulary(categories=tuple(layout.names.values()))
    for place, split in layout.places:
        for picture in _pictures(source, place):
            yield Listed(picture, split=split)
            label = _label_file(picture)
            if source.has(label):
                unread.discard(label)
                yield from (_claim(picture, line, layout) for line in source.lines(label))
    yield from _left_over(source, unread)
    names = Names(source, places=("images/", ""))
    yield from (
        said._replace(share=True) if isinstance(said, Claim) else said
        for said in _tables.details(source, sides=("cx", "cy", "w", "h"), box=_box, find=names.find)
    )
    yield from _tables.pictures(source, find=names.find)
    yield from names.several()


FORMAT = Format(read)


def _left_over(source: Source, unread: set[str]) -> Iterator[Listed]:
    """Label files that belong to no picture, or to one that data.yaml leaves out."""
    owners = {label: key for key in source.pictures() if (label := _label_file(key)) in unread}
    for label in sorted(unread):
        if label in owners:
            yield Listed(owners[label], fault=Reason.NOT_LISTED, row=label)
        elif not label.endswith("/classes.txt"):
            yield Listed(label, fault=Reason.NO_FILE)


def _layout(source: Source) -> _Layout:
    tables = [key for key in source.keys(ending=(".yaml", ".yml")) if "/" not in key]
    for key in sorted(tables, key=lambda key: (key != "data.yaml", key)):
        said = _loaded(source, key)
        if "names" in said or "nc" in said:
            names = {**_numbered(said.get("nc")), **_names(said.get("names"), key=key)}
            return _Layout(names, _places(said, source=source), "kpt_shape" in said)
    classes = [key for key in ("classes.txt", "labels/classes.txt") if source.has(key)]
    if not classes:
        raise InputError(f"{source.uri} has neither data.yaml nor classes.txt: {LAYOUT}")
    named = (line.text.strip() for line in source.lines(classes[0]))
    return _Layout(dict(enumerate(named)), [("", None)])


def _loaded(source: Source, key: str) -> dict[str, Any]:
    try:
        said = yaml.safe_load(source.path(key).read_bytes())
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"{source.uri}/{key} is not YAML: {error}") from None
    return said if isinstance(said, dict) else {}


def _numbered(count: Any) -> dict[int, str]:
    if not isinstance(count, int):
        return {}
    return {n: f"class-{n}" for n in range(min(count, MOST_CLASSES))}


def _names(given: Any, *, key: str) -> dict[int, str]:
    numbered = dict(enumerate(given)) if isinstance(given, list) else given or {}
    if not isinstance(numbered, dict) or not all(
        isinstance(n, int) and isinstance(name, str | int | float) for n, name in numbered.items()
    ):
        raise InputError(f"{key}: names must be a list of names, or a name for each class number")
    return {n: str(name) for n, name in numbered.items()}


def _places(said: dict[str, Any], *, source: Source) -> list[tuple[str, Split | None]]:
    """Where the pictures of each split are; a place of several splits is of none."""
    found: list[tuple[str, Split]] = []
    for word, split in SPLIT_WORDS.items():
        given = said.get(word) or []
        for place in given if isinstance(given, list) else [given]:
            found.append((_key(source, str(said.get("path") or ""), str(place)), split))
    if not found:
        return [("", None)]
    times = Counter(place for place, _ in dict.fromkeys(found))
    return [
        (place, split if times[place] == 1 else None)
        for place, split in dict(reversed(found)).items()
    ]


def _key(source: Source, path: str, place: str) -> str:
    """A folder or list file of the source: data.yaml names those of the machine that wrote it."""
    for whole in (f"{path}/{place}", place):
        written = PurePosixPath(whole.replace("\\", "/")).parts
        parts = [part for part in written if part not in ("..", "/")]
        for start in range(len(parts)):
            key = "/".join(parts[start:])
            there = key if source.has(key) else f"{key}/"
            if any(_pictures(source, there)):
                return there
    if place in (".", "./"):
        return ""
    raise InputError(
        f"data.yaml names {place}, where {source.uri} has no pictures; it has some in "
        f"{_folders(source)}. Correct the line, or take it out"
    )


def _folders(source: Source) -> str:
    found = {f"{PurePosixPath(key).parent}/" for key in source.pictures()}
    more = [f"{len(found) - SHOWN} more"] if len(found) > SHOWN else []
    return ", ".join([*sorted(found)[:SHOWN], *more]) or "no folder"


def _pictures(source: Source, place: str) -> Iterable[str]:
    if not place.endswith(".txt"):
        return source.pictures(place)
    folder = f"{PurePosixPath(place).parent}/".removeprefix("./")
    names = (line.text.strip().removeprefix("./") for line in source.lines(place))
    return (by_its_end(source, name, places=(folder, "")) for name in names)


def _label_file(picture: str) -> str:
    """images/ → labels/, the last of them; beside the picture where there is no images/."""
    path = PurePosixPath(picture)
    parts = [*path.parts[:-1], path.stem + ".txt" if path.suffix.lower() in PICTURES else path.name]
    if "images" in parts[:-1]:
        last = len(parts) - 2 - parts[-2::-1].index("images")
        parts[last] = "labels"
    return "/".join(parts)


def _claim(picture: str, line: Line, layout: _Layout) -> Claim:
    kind, *cells = line.text.split() or [""]
    if not line.is_text:
        return Claim(picture, line.text, fault=Reason.NOT_TEXT)
    if layout.keypoints:
        cells = cells[: BOX_CELLS - 1]
    if len(cells) == BOX_CELLS - 1:
        box = _box(cells)
    elif len(cells) + 1 >= LEAST_OUTLINE and len(cells) % 2 == 0:
        box = _around(cells)
    else:
        return Claim(picture, line.text, fault=Reason.WRONG_COLUMNS)
    is_number = kind.isdecimal() and len(kind) <= MOST_DIGITS
    category = layout.names.get(int(kind)) if is_number else None
    fault = Reason.UNKNOWN_CLASS if category is None else None
    return Claim(picture, line.text, box, share=True, category=category or "", fault=fault)


def _box(cells: Sequence[str]) -> Box:
    cx, cy, width, height = map(number, cells)
    x1, x2 = round(cx - width / 2, DIGITS), round(cx + width / 2, DIGITS)
    return x1, round(cy - height / 2, DIGITS), x2, round(cy + height / 2, DIGITS)


def _around(cells: Sequence[str]) -> Box:
    numbers = list(map(number, cells))
    xs, ys = numbers[::2], numbers[1::2]
    nothing = 0 * sum(numbers)  # or NaN, which min and max may overlook
    return min(xs) + nothing, min(ys) + nothing, max(xs) + nothing, max(ys) + nothing
