"""One claimed box made a box of the picture, put right where that is beyond doubt."""

import math
from array import array
from dataclasses import dataclass

from cartvision.data.picture import Box
from cartvision.ingest.claims import Claim
from cartvision.ingest.faults import BrokenError, Reason
from cartvision.vision.turning import upright_box, upright_size

LEAST_INSIDE = 0.25  # of its area: a box that lies further outside is not trusted
ROUNDING = 0.51  # pixels past the edge that are nobody's mistake

MENDED = {
    Reason.SWAPPED: "corners put in order",
    Reason.PARTLY_OUTSIDE: "clipped to the picture",
    Reason.UNKNOWN_CLASS: "category is NA",
    Reason.UNKNOWN_VALUE: "value is NA",
    Reason.BAD_TIME: "time is NA",
    Reason.TURNED: "picture and boxes turned upright",
    Reason.OTHER_KIND: "encoded as JPEG",
}


@dataclass(frozen=True)
class Frame:
    """What boxes are drawn on: a stored picture of this size, or its upright form."""

    stored: tuple[int, int]  # width, height
    told: int  # EXIF orientation
    drawn_upright: bool  # the boxes are of the upright picture already

    @property
    def size(self) -> tuple[int, int]:
        """Of the upright picture."""
        return upright_size(self.stored, told=self.told)

    @property
    def drawn_on(self) -> tuple[int, int]:
        return self.size if self.drawn_upright else self.stored


def raw_key(claim: Claim) -> Box:
    """The box as it is claimed, to the precision that a dataset keeps: what details name it by."""
    assert claim.box is not None
    x1, y1, x2, y2 = array("f", claim.box)
    return x1, y1, x2, y2


def mended_box(claim: Claim, *, frame: Frame) -> tuple[Box, tuple[Reason, ...]]:
    """The box in pixels of the upright picture, and what was put right in it, or BrokenError."""
    assert claim.box is not None
    if not all(map(math.isfinite, claim.box)):
        raise BrokenError(Reason.NOT_A_NUMBER)
    if claim.size and claim.size not in (frame.stored, frame.size):
        raise BrokenError(Reason.WRONG_SIZE)
    box, found = _ordered(_pixels(claim.box, claim=claim, frame=frame))
    if not frame.drawn_upright:
        box = upright_box(box, told=frame.told, size=frame.stored)
    inside, clipped = _inside(box, size=frame.size)
    x1, y1, x2, y2 = array("f", inside)
    if x1 >= x2 or y1 >= y2:
        raise BrokenError(Reason.NO_AREA)
    return (x1, y1, x2, y2), (*found, *clipped)


def _pixels(box: Box, *, claim: Claim, frame: Frame) -> Box:
    if not claim.share:
        return box
    width, height = frame.drawn_on
    return box[0] * width, box[1] * height, box[2] * width, box[3] * height


def _ordered(box: Box) -> tuple[Box, tuple[Reason, ...]]:
    x1, y1, x2, y2 = box
    if x1 == x2 or y1 == y2:
        raise BrokenError(Reason.NO_AREA)
    if x1 < x2 and y1 < y2:
        return box, ()
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)), (Reason.SWAPPED,)


def _inside(box: Box, *, size: tuple[int, int]) -> tuple[Box, tuple[Reason, ...]]:
    x1, y1, x2, y2 = box
    width, height = size
    clipped = max(x1, 0.0), max(y1, 0.0), min(x2, float(width)), min(y2, float(height))
    if clipped == box:
        return box, ()
    left = max(0.0, clipped[2] - clipped[0]) * max(0.0, clipped[3] - clipped[1])
    if left < LEAST_INSIDE * (x2 - x1) * (y2 - y1):
        raise BrokenError(Reason.OUTSIDE)
    moved = max(abs(a - b) for a, b in zip(box, clipped, strict=True))
    return clipped, (Reason.PARTLY_OUTSIDE,) if moved > ROUNDING else ()
