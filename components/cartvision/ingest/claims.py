"""What a source says of its pictures, as it says it: nothing here is checked yet."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from cartvision.data.picture import Box, Contents, Split
from cartvision.ingest.faults import Reason
from cartvision.ingest.source import Source


class Listed(NamedTuple):
    """A picture that the source names."""

    picture: str  # a key of the source, or a name that is none
    group: str = ""  # "" is the picture by itself
    split: Split | None = None  # the official one, where the source has any
    captured_at: str = ""
    licence: str = ""
    size: tuple[int, int] | None = None  # width and height as declared
    fault: Reason | None = None  # found while reading: the picture is left out
    name: str = ""  # what the dataset shall call it; "" is the key
    origin: str = ""  # where it first came from; "" is this source
    upright: bool = False  # its boxes are drawn on the upright picture, whatever the size says
    row: str = ""  # as it stands in the source, for the quarantine


class Claim(NamedTuple):
    """What one row says of one product, or of the whole picture where it has no box.

    A picture that has a claim need not be listed.
    """

    picture: str
    row: str  # as it stands in the source, for the quarantine
    box: Box | None = None  # x1, y1, x2, y2; a side that is no number is NaN
    share: bool = False  # the sides are shares of width and height, not pixels
    size: tuple[int, int] | None = None  # of the picture, as this row declares it
    details: bool = False  # says more of a box that another claim draws
    category: str = ""
    sku: str = ""
    attributes: Mapping[str, str] = {}  # as written: "1", "NA", "yes"
    crowd: bool = False
    contents: Contents | None = None
    fault: Reason | None = None  # found while reading


@dataclass(frozen=True)
class Vocabulary:
    """Names that the source declares, in its order, even if no row uses them."""

    attributes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hints:
    """What the user says of a source that says too little of itself."""

    columns: Mapping[str, str] = field(default_factory=dict)  # its name → ours
    attributes: tuple[str, ...] = ()  # the names of bare values, in order


Statement = Listed | Claim | Vocabulary
Read = Callable[[Source, Hints], Iterator[Statement]]


def whole_file(source: Source, picture: str) -> bytes:
    return source.path(picture).read_bytes()


@dataclass(frozen=True)
class Format:
    """One way to lay out a source; each file of `formats/` holds one, as FORMAT."""

    read: Read
    load: Callable[[Source, str], bytes] = whole_file  # the bytes of a picture


def number(text: str) -> float:
    """NaN where it is none: the box is then left out with that reason."""
    try:
        return float(text)
    except ValueError:
        return float("nan")


def size(width: str, height: str) -> tuple[int, int]:
    """A declared size; one that is no number fits no picture."""
    try:
        return int(width), int(height)
    except ValueError:
        return 0, 0
