"""Amazon bin images: bin-images/*.jpg, and a metadata/*.json for each with the items inside.

An item is `{asin, name, quantity}`. Where the items do not add up to EXPECTED_QUANTITY nobody knows
what the picture shows, and it is left out.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import BaseModel, Field, ValidationError

from cartvision.data.picture import Contents
from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Format, Hints, Listed, Statement
from cartvision.ingest.faults import BrokenError, Reason
from cartvision.ingest.formats._json import BrokenJsonError, items
from cartvision.ingest.source import Source

LAYOUT = "the amazon_bins format is bin-images/*.jpg and metadata/*.json"
PICTURES, TABLES = "bin-images/", "metadata/"


class _Item(BaseModel):
    asin: str = ""
    name: str | None = ""
    quantity: Any = None


class _Bin(BaseModel):
    """The contents of a metadata file."""

    items: dict[str, _Item] = Field(alias="BIN_FCSKU_DATA")
    expected: Any = Field(None, alias="EXPECTED_QUANTITY")


def read(source: Source, hints: Hints) -> Iterator[Statement]:  # noqa: ARG001 - every reader's signature
    pictures = {PurePosixPath(key).stem: key for key in source.pictures(PICTURES)}
    tables = {PurePosixPath(key).stem: key for key in source.keys(TABLES, ending=".json")}
    if not tables:
        raise InputError(f"{source.uri} has no {TABLES}*.json: {LAYOUT}")
    for stem in sorted(pictures.keys() | tables.keys()):
        picture = pictures.get(stem, f"{PICTURES}{stem}.jpg")
        if stem not in tables:
            yield Listed(
                picture, fault=Reason.BAD_ANNOTATION, row=f"{TABLES}{stem}.json is missing"
            )
        else:
            yield from _statements(source, picture, key=tables[stem])


FORMAT = Format(read)


def _statements(source: Source, picture: str, *, key: str) -> Iterator[Statement]:
    try:
        held = _bin(source.path(key))
    except BrokenError as error:
        yield Listed(picture, fault=error.reason, row=key)
        return
    counts = {asin: _quantity(item.quantity) for asin, item in held.items.items()}
    total = sum(counts.values())
    adds_up = held.expected is None or _quantity(held.expected) == total
    told = f"EXPECTED_QUANTITY {held.expected}, the items add up to {total}"
    fault = None if adds_up else Reason.BAD_QUANTITY
    yield Listed(picture, fault=fault, row=key if adds_up else told)
    for asin, item in held.items.items():
        contents = Contents(item.asin or asin, item.name or "", counts[asin])
        yield Claim(picture, item.model_dump_json(), contents=contents)


def _bin(path: Path) -> _Bin:
    try:
        said = list(items(path))
        held = _Bin.model_validate({item.key: item.value for item in said})
    except (BrokenJsonError, ValidationError):
        raise BrokenError(Reason.BAD_ANNOTATION) from None
    if not all(item.is_text for item in said):
        raise BrokenError(Reason.NOT_TEXT)
    return held


def _quantity(given: Any) -> int:
    """0, which no item has, where it is no whole number above 0."""
    is_count = isinstance(given, int) and not isinstance(given, bool) and 0 < given < 2**31
    return given if is_count else 0
