"""One row of a dataset: a picture and what is known of it."""

import hashlib
import json
from array import array
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

Split = Literal["train", "val", "test"]
SPLITS: tuple[Split, ...] = ("train", "val", "test")

NA = -1  # an attribute is 1, 0 or NA; NA is a value of its own everywhere

BETWEEN = " > "  # the levels of a category's path

Box = tuple[float, float, float, float]  # x1, y1, x2, y2 in pixels


@dataclass(frozen=True)
class Product:
    """One labelled object in a picture."""

    bbox: Box
    category: str = ""  # a path of the taxonomy, "Drinks > Soda"; "" is unknown
    sku: str = ""
    attributes: tuple[int, ...] = ()  # in the order of the dataset's attribute names
    crowd: bool = False


@dataclass(frozen=True)
class Contents:
    """How many of one item the whole picture holds, where nobody drew boxes."""

    sku: str
    name: str
    quantity: int


@dataclass(frozen=True)
class PictureLabels:
    """What is known of the picture as a whole."""

    category: str = ""
    attributes: tuple[int, ...] = ()
    contents: tuple[Contents, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A picture with its labels; `encoded` is the JPEG or PNG file, byte for byte."""

    encoded: bytes
    path: str
    width: int
    height: int
    group: str  # store, session or bin: what must not be split
    objects: tuple[Product, ...] = ()
    labels: PictureLabels = PictureLabels()
    parent: str = ""  # image_id of the original, "" for an original
    copy: int = 0  # 0 is the original
    source: str = ""
    captured_at: datetime | None = None
    licence: str = ""

    @property
    def image_id(self) -> str:
        return hashlib.sha256(self.encoded).hexdigest()


def kept_time(given: datetime | None) -> datetime | None:
    """A time as a dataset keeps it: UTC and whole milliseconds. One without a zone is UTC."""
    if given is None:
        return None
    aware = given.replace(tzinfo=UTC) if given.tzinfo is None else given.astimezone(UTC)
    return aware.replace(microsecond=aware.microsecond // 1000 * 1000)


def row_digest(picture: Picture, *, image_id: str) -> int:
    """What this row adds to the fingerprint: its content, not where it came from.

    Boxes and times count as a shard holds them, so that a row read back adds the same.
    """
    captured_at = kept_time(picture.captured_at)
    content = {
        "image_id": image_id,
        "size": [picture.width, picture.height],
        "group": picture.group,
        "objects": sorted(
            [array("f", item.bbox).tobytes().hex(), item.category, item.sku,
             item.attributes, item.crowd]
            for item in picture.objects
        ),
        "labels": [
            picture.labels.category,
            list(picture.labels.attributes),
            [[item.sku, item.name, item.quantity] for item in picture.labels.contents],
        ],
        "copy": [picture.parent, picture.copy],
        "captured_at": captured_at.isoformat() if captured_at else None,
        "licence": picture.licence,
    }  # fmt: skip
    encoded = json.dumps(content, separators=(",", ":"), sort_keys=True).encode()
    return int.from_bytes(hashlib.sha256(encoded).digest(), "big")
