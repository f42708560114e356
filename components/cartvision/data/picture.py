"""One row of a dataset: a picture and what is known of it."""

import hashlib
import json
from array import array
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Split = Literal["train", "val", "test"]
SPLITS: tuple[Split, ...] = ("train", "val", "test")

NA = -1  # an attribute is 1, 0 or NA; NA is a value of its own everywhere

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


def row_digest(picture: Picture, *, image_id: str) -> int:
    """What this row adds to the fingerprint: its content, not where it came from.

    Boxes count as the float32 that a shard holds, so that a row read back adds the same.
    """
    content = {
        "image_id": image_id,
        "size": [picture.width, picture.height],
        "group": picture.group,
        "objects": sorted(
            [[round(side, 3) for side in array("f", item.bbox)], item.category, item.sku,
             list(item.attributes), item.crowd]
            for item in picture.objects
        ),
        "labels": [
            picture.labels.category,
            list(picture.labels.attributes),
            [[item.sku, item.name, item.quantity] for item in picture.labels.contents],
        ],
        "copy": [picture.parent, picture.copy],
        "captured_at": picture.captured_at.isoformat() if picture.captured_at else None,
        "licence": picture.licence,
    }  # fmt: skip
    encoded = json.dumps(content, separators=(",", ":"), sort_keys=True).encode()
    return int.from_bytes(hashlib.sha256(encoded).digest(), "big")
