"""Maps drawn at a fraction of a picture's size: soft things need no more."""

from typing import TypeVar, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.augment.effects.region import Points, Region
from cartvision.vision.codec import Pixels

Map = NDArray[np.float32]  # (rows, columns) of cells, each step × step pixels
T = TypeVar("T", Map, NDArray[np.uint8])


def cells(region: Region, *, step: int) -> tuple[int, int]:
    """Rows and columns that cover the region."""
    return -(-region.height // step), -(-region.width // step)


def onto_cells(points: Points, *, region: Region, step: int) -> Points:
    """A picture's coordinates as those of the map: both count from the middle of the first."""
    corner = np.array([region.left, region.top], dtype=np.float32)
    return np.asarray((points - corner + 0.5) / step - 0.5, dtype=np.float32)


def enlarged(small: T, *, region: Region, step: int) -> T:
    rows, columns = small.shape[:2]
    full = cv2.resize(small, (columns * step, rows * step), interpolation=cv2.INTER_LINEAR)
    return cast(T, full[: region.height, : region.width])


def rounded(values: Map, *, scale: float = 1.0) -> NDArray[np.uint8]:
    """To bytes; what is too large becomes 255. Nothing may be negative."""
    return np.asarray(cv2.convertScaleAbs(values, alpha=scale), dtype=np.uint8)


def dim(canvas: Pixels, gain: Map, *, region: Region, step: int) -> None:
    """Multiply the canvas's region by a map of gains, 0 to 1."""
    gains = enlarged(rounded(gain, scale=255), region=region, step=step)
    part = region.within(canvas)
    cv2.multiply(part, cv2.cvtColor(gains, cv2.COLOR_GRAY2RGB), dst=part, scale=1 / 255)


def wash(canvas: Pixels, alpha: Map, *, region: Region, step: int) -> None:
    """Screen white onto the canvas's region, by a map of strengths, 0 to 1."""
    part = region.within(canvas)
    cv2.bitwise_not(part, dst=part)
    dim(canvas, 1 - alpha, region=region, step=step)
    cv2.bitwise_not(part, dst=part)
