"""What can be wrong with a row or a picture, and the quarantine that tells of each."""

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

FILE_NAME = "quarantine.jsonl"


class Reason(StrEnum):
    """What was found, in words for people; reports count by these."""

    # of a picture
    NAME_LEAVES = "the name leaves the folder"
    NO_FILE = "no such file"
    EMPTY_FILE = "the file has 0 bytes"
    NOT_A_PICTURE = "not a picture of a kind that is read"
    UNREADABLE = "the picture cannot be decoded"
    TOO_LARGE = "more pixels than a picture may have"
    STRANGE_PIXELS = "pixels of more than 8 bits"
    WRONG_SIZE = "not of the declared size"
    DUPLICATE_PICTURE = "the same bytes as another picture"
    OTHER_LABELS = "the same bytes as another picture, with another category"
    NEARLY_ANOTHER = "nearly equals a picture of another split"
    NO_ROW_LEFT = "every row of the picture is broken"
    BAD_SPLIT = "the split is not train, val or test"
    BAD_ANNOTATION = "the annotation file cannot be read"
    LISTED_TWICE = "listed twice"
    NOT_LISTED = "labelled, but in no place that data.yaml names"
    SEVERAL_FILES = "a name that several files have"
    # of a row
    NOT_TEXT = "not UTF-8 text"
    WRONG_COLUMNS = "wrong number of columns"
    NOT_A_NUMBER = "a coordinate is not a number"
    NO_AREA = "the box has no area"
    OUTSIDE = "the box lies outside of the picture"
    NO_SUCH_BOX = "says more of a box that is missing or broken"
    BAD_QUANTITY = "the quantity is not a number above 0"
    # put right where it is found
    SWAPPED = "the box's corners are swapped"
    PARTLY_OUTSIDE = "the box leaves the picture"
    UNKNOWN_CLASS = "a class that the source does not name"
    UNKNOWN_VALUE = "an attribute is not 1, 0 or NA"
    BAD_TIME = "captured_at is not a time"
    TURNED = "stored on its side"
    OTHER_KIND = "neither JPEG nor PNG"


class BrokenError(Exception):
    """A row or picture that is left out, raised where it is found."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True)
class Fault:
    """A line of the quarantine."""

    picture: str
    reason: Reason
    row: str = ""  # as it stands in the source; "" is the picture itself
    mended: str = ""  # how it was put right; "" is left out


class Quarantine:
    """quarantine.jsonl, written line by line as faults are found."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / FILE_NAME
        self._aside = folder / f".{FILE_NAME}.partial"
        self._file = self._aside.open("w", encoding="utf-8")

    def close(self) -> None:
        """What was found is kept whatever happened: it is what explains a failed run."""
        self._file.close()
        self._aside.replace(self._path)

    def add(self, fault: Fault, *, source: str) -> None:
        told = {"picture": fault.picture, "reason": fault.reason, "row": fault.row}
        told["source"] = source
        done = {"mended": fault.mended} if fault.mended else {}
        self._file.write(json.dumps(told | done, ensure_ascii=False) + "\n")
