"""COCO: JSON files with images, annotations and categories; `bbox` is x, y, width, height.

They lie at the root, in annotations/, or beside their pictures (train/_annotations.coco.json). A
name with train, val or test in it gives official splits. Segmentations are not read. A category
with a supercategory is the path of both.

Told beyond the standard: `attributes` ({name: 1, 0, -1 or null}) and `sku` of an annotation,
`group` of an image, and `attributes` at the top, the names in order.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import PurePosixPath
from typing import Any

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
    size,
)
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats._json import BrokenJsonError, Item, items
from cartvision.ingest.formats._names import split_in
from cartvision.ingest.source import Source

LAYOUT = (
    "the coco format is a JSON file with images, annotations and categories, at the root, "
    "in annotations/ or beside the pictures"
)
LISTS = {"images", "annotations", "categories"}
NO_SUPERCATEGORY = ("", "none")  # as exporters write it


@dataclass
class _File:
    """What a file says before its annotations are looked at."""

    key: str
    met: set[str] = field(default_factory=set)  # names at the top of the file
    images: dict[str, Listed] = field(default_factory=dict)  # by id; licence is an id yet
    strange: list[Listed] = field(default_factory=list)  # images that are left out
    categories: dict[str, str] = field(default_factory=dict)  # id → path
    licences: dict[str, str] = field(default_factory=dict)
    attributes: list[str] = field(default_factory=list)
    is_whole: bool = True


def read(source: Source, hints: Hints) -> Iterator[Statement]:  # noqa: ARG001 - every reader's signature
    keys = [key for key in source.keys(ending=".json") if key.count("/") <= 1]
    files = (_opened(source, key) for key in keys)
    found = (file for file in files if file.met >= LISTS or not file.is_whole)
    first = next(found, None)
    if first is None:
        raise InputError(f"{source.uri} has no such file among {keys or 'its files'}: {LAYOUT}")
    for file in chain([first], found):
        yield Vocabulary(tuple(file.attributes), tuple(file.categories.values()))
        yield from file.strange
        if file.is_whole:
            yield from _listed(file)
            yield from (_claim(item, file=file) for item in _annotations(source, file))
        else:  # nobody knows what the lost end says of any picture
            broken = [Listed(file.key), *file.images.values()]
            yield from (said._replace(fault=Reason.BAD_ANNOTATION) for said in broken)


FORMAT = Format(read)


def _opened(source: Source, key: str) -> _File:
    """Everything but the annotations, which may come before or after it."""
    file = _File(key)
    try:
        for item in items(source.path(key)):
            file.met.add(item.key)
            if item.key == "images" and item.value != []:
                _add_image(file, item, source=source)
            elif item.key == "categories" and isinstance(item.value, dict):
                file.categories[str(item.value.get("id"))] = _path(item.value)
            elif item.key == "licenses" and isinstance(item.value, dict):
                name = item.value.get("name") or item.value.get("url") or ""
                file.licences[str(item.value.get("id"))] = str(name)
            elif item.key == "attributes" and isinstance(item.value, str):
                file.attributes.append(item.value)
    except BrokenJsonError:
        file.is_whole = False
    return file


def _add_image(file: _File, item: Item, *, source: Source) -> None:
    """Two images of one id make what is said of either worthless."""
    said = item.value if isinstance(item.value, dict) else {}
    name, date = said.get("file_name"), said.get("date_captured")
    if not isinstance(name, str) or "id" not in said:
        file.strange.append(Listed(file.key, fault=Reason.BAD_ANNOTATION, row=item.text))
        return
    listed = Listed(
        source.find(name, places=_places(file.key)),
        group=str(said.get("group") or ""),
        split=split_in(file.key),
        captured_at=date if isinstance(date, str) else "",
        licence=str(said.get("license") or ""),
        size=_size(said),
        fault=None if item.is_text else Reason.NOT_TEXT,
        row=item.text,
    )
    other = file.images.setdefault(str(said["id"]), listed)
    if other is not listed:
        twice = [other, listed]
        file.strange += [one._replace(fault=Reason.LISTED_TWICE) for one in twice]


def _places(key: str) -> list[str]:
    """Where the pictures of a file may be: instances_train2017.json means train2017/."""
    path = PurePosixPath(key)
    beside = "" if str(path.parent) == "." else f"{path.parent}/"
    named = path.stem.rpartition("_")[2]
    folders = [f"{name}/" for name in (named, split_in(key)) if name]
    return [beside, "images/", "", *folders, *(f"images/{folder}" for folder in folders)]


def _path(category: dict[str, Any]) -> str:
    name, above = str(category.get("name") or ""), str(category.get("supercategory") or "")
    return name if above in (*NO_SUPERCATEGORY, name) else f"{above} > {name}"


def _size(image: dict[str, Any]) -> tuple[int, int] | None:
    given = [image.get("width"), image.get("height")]
    if None in given:
        return None
    width, height = (str(side).removesuffix(".0") for side in given)
    return size(width, height)


def _listed(file: _File) -> Iterator[Listed]:
    for listed in file.images.values():
        yield listed._replace(licence=file.licences.get(listed.licence, ""))


def _annotations(source: Source, file: _File) -> Iterator[Item]:
    said = items(source.path(file.key))
    return (item for item in said if item.key == "annotations" and item.value != [])


def _claim(item: Item, *, file: _File) -> Claim:
    said = item.value if isinstance(item.value, dict) else {}
    image = file.images.get(str(said.get("image_id")))
    picture = image.picture if image else f"{file.key}: image_id {said.get('image_id')}"
    box = _box(said.get("bbox"))
    if not item.is_text or box is None:
        fault = Reason.WRONG_COLUMNS if item.is_text else Reason.NOT_TEXT
        return Claim(picture, item.text, fault=fault)
    wanted = said.get("category_id")
    category = "" if wanted is None else file.categories.get(str(wanted))
    return Claim(
        picture,
        item.text,
        box=box,
        category=category or "",
        sku=str(said.get("sku") or ""),
        attributes=_attributes(said.get("attributes")),
        crowd=said.get("iscrowd") == 1,
        fault=Reason.UNKNOWN_CLASS if category is None else None,
    )


def _box(given: Any) -> Box | None:
    if not isinstance(given, list) or len(given) != 4:
        return None
    x, y, width, height = (number(str(side)) for side in given)
    return x, y, x + width, y + height


def _attributes(given: Any) -> dict[str, str]:
    if not isinstance(given, dict):
        return {}
    return {name: "" if value is None else str(value) for name, value in given.items()}
