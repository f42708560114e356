"""The parts of a test set that are looked at one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cartvision.metrics.matching import Matches
from cartvision.metrics.values import Truth
from cartvision.vision.boxes import areas

COUNT_EDGES = (1, 26, 51, 101, 201)  # objects in a picture
COUNT_SLICES = tuple(
    f"objects in the picture: {band}"
    for band in ("0", "1–25", "26–50", "51–100", "101–200", "201 and more")
)
SIDE_EDGES = (16, 32, 64, 128)  # the root of a box's area, pixels
SIDE_BANDS = ("below 16", "16–32", "32–64", "64–128", "128 and more")


def count_band(truth: Truth) -> str:
    """The slice of a picture, by how many objects it holds; one of COUNT_SLICES."""
    return COUNT_SLICES[np.digitize(truth.count, COUNT_EDGES)]


@dataclass(frozen=True)
class SideScore:
    recall: float  # at the operating score
    reach: float  # at any score
    objects: int


@dataclass
class SideBands:
    """Recall at IoU .5 by size of object: streaming, at the operating score and at any score."""

    objects: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(SIDE_BANDS), np.int64))
    shown: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(SIDE_BANDS), np.int64))
    found: NDArray[np.int64] = field(default_factory=lambda: np.zeros(len(SIDE_BANDS), np.int64))

    def update(self, truth: Truth, *, matches: Matches, shown: NDArray[np.bool_]) -> None:
        bands = np.digitize(np.sqrt(areas(truth.boxes)), SIDE_EDGES)
        self.objects += _tally(bands[~truth.crowds])
        self.found += _tally(bands[matches.objects[matches.right]])
        self.shown += _tally(bands[matches.objects[matches.right & shown]])

    def compute(self) -> dict[str, SideScore]:
        columns = (self.objects.tolist(), self.shown.tolist(), self.found.tolist())
        rows = zip(SIDE_BANDS, *columns, strict=True)
        return {
            f"side of the box: {name} px": SideScore(shown / objects, found / objects, objects)
            for name, objects, shown, found in rows
            if objects
        }


def _tally(bands: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    return np.bincount(bands, minlength=len(SIDE_BANDS)).astype(np.int64)
