"""The part of a picture that an effect touches, so that the rest costs nothing."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float32]  # (n, 2) x, y in pixels


class Region(NamedTuple):
    """Whole pixels inside a picture; a width or height of 0 where nothing is inside."""

    left: int
    top: int
    width: int
    height: int

    def within(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """A view, not a copy."""
        return picture[self.top : self.top + self.height, self.left : self.left + self.width]


def around(points: Points, *, margin: float, width: int, height: int) -> Region:
    """What lies within `margin` of the points' bounding box, in a picture of width × height."""
    low = np.floor(points.min(axis=0) - margin)
    high = np.ceil(points.max(axis=0) + margin) + 1
    left, top = np.clip(low, 0, (width, height)).astype(int).tolist()
    right, bottom = np.clip(high, 0, (width, height)).astype(int).tolist()
    return Region(left, top, right - left, bottom - top)
