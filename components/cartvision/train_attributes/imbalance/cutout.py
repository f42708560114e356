"""A grey rectangle over a part of a crop: what is hidden must be told by the rest."""

import numpy as np
from numpy.typing import NDArray

GREY = 114  # as around a letterboxed picture
SMALLEST, LARGEST = 0.02, 0.2  # share of the crop's area
LONGEST = 3.0  # times as long as wide, or as wide as long, beside the crop's own shape

Crops = NDArray[np.uint8]  # (n, h, w, 3)


def cut_out(crops: Crops, *, share: float, rng: np.random.Generator) -> Crops:
    """New crops, of which `share` are covered in one place; each draws five numbers in any case."""
    _, height, width, _ = crops.shape
    covered = crops.copy()
    for crop, (lot, area, shape, down, across) in zip(
        covered, rng.random((len(crops), 5)), strict=True
    ):
        if lot >= share:
            continue
        part = SMALLEST + (LARGEST - SMALLEST) * area
        tall = LONGEST ** (shape - 0.5)  # √ of the sides' ratio
        rows = round(height * part**0.5 * tall)
        columns = round(width * part**0.5 / tall)
        top, left = round(down * (height - rows)), round(across * (width - columns))
        crop[top : top + rows, left : left + columns] = GREY
    return covered
