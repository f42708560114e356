"""What can be wrong with a row or a picture, and the quarantine that keeps what was left out."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from cartvision.files import write_text

FILE_NAME = "quarantine.jsonl"


class Reason(StrEnum):
    """Why something was left out, in words for people; reports count by these."""

    NAME_LEAVES = "the name leaves the folder"
    NO_FILE = "no such file"
    EMPTY_FILE = "the file has 0 bytes"
    NOT_JPEG_OR_PNG = "neither JPEG nor PNG"
    UNREADABLE = "the picture cannot be decoded"
    DUPLICATE_PICTURE = "the same bytes as another picture"
    WRONG_SIZE = "not of the declared size"
    NO_BOX_LEFT = "every box of the picture is broken"
    BAD_TIME = "captured_at is not a time"
    LISTED_TWICE = "listed twice"
    WRONG_COLUMNS = "wrong number of columns"
    NOT_A_NUMBER = "a coordinate is not a number"
    SWAPPED = "the box's corners are swapped"
    NO_AREA = "the box has no area"
    OUTSIDE = "the box leaves the picture"
    UNKNOWN_VALUE = "an attribute is not 1, 0, -1, NA or empty"
    NO_SUCH_BOX = "attributes of a box that is missing or broken"


class BrokenError(ValueError):
    """A row or picture that is left out, raised where it is found."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Fault:
    """A line of the quarantine."""

    picture: str
    reason: Reason
    row: str | None = None  # the line as it was given; None if the picture itself is broken


def write_quarantine(faults: Iterable[Fault], folder: Path) -> None:
    lines = (
        json.dumps({"picture": fault.picture, "reason": fault.reason, "row": fault.row})
        for fault in faults
    )
    write_text(folder / FILE_NAME, "".join(line + "\n" for line in lines))
