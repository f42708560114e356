"""One strip over a picture, with what is on it."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.augment.effects.occluder import Mask
from cartvision.augment.effects.region import Points
from cartvision.vision.codec import Pixels

Colour = tuple[float, float, float]  # RGB

RIM = 1.5  # pixels inside the outline that only the strip itself draws, anti-aliased
FRACTION = 4  # bits after the point, in fillConvexPoly's coordinates


@dataclass(frozen=True)
class Patch:
    """A part of a strip in another colour; places are shares of its length and width."""

    along: tuple[float, float]
    across: tuple[float, float]
    colour: Colour
    slant: float = 0.0  # how much further along its far side lies


@dataclass(frozen=True)
class Strip:
    """Four corners: along one long side, then back along the other."""

    corners: Points
    colour: Colour
    patches: tuple[Patch, ...]  # later ones lie over earlier ones

    def lay(self, canvas: Pixels) -> None:
        _fill(canvas, self.corners, value=self.colour, line=cv2.LINE_AA)
        first, second, _, fourth = self.corners
        long, wide = np.linalg.norm(second - first), np.linalg.norm(fourth - first)
        if min(long, wide) > 2 * RIM:
            rim = RIM / np.array([long, wide])
            for patch, corners in zip(self.patches, self._places(rim), strict=True):
                _fill(canvas, corners, value=patch.colour, line=cv2.LINE_8)

    def hide(self, hidden: Mask) -> None:
        _fill(hidden, self.corners, value=(255,), line=cv2.LINE_AA)

    def _places(self, rim: NDArray[np.float64]) -> NDArray[np.float32]:
        """(n, 4, 2) the patches' corners in the picture; `rim` is what is kept free, in shares."""
        shares = np.array([_shares(patch) for patch in self.patches]).reshape(-1, 4, 2)
        first, second, third, fourth = self.corners
        along, across = np.moveaxis(np.clip(shares, rim, 1 - rim), -1, 0)[..., None]
        near, far = first + along * (second - first), fourth + along * (third - fourth)
        return np.asarray(near + across * (far - near))


def _shares(patch: Patch) -> list[tuple[float, float]]:
    (start, end), (near, far) = patch.along, patch.across
    return [(start, near), (end, near), (end + patch.slant, far), (start + patch.slant, far)]


def _fill(
    canvas: NDArray[np.uint8], corners: Points, *, value: tuple[float, ...], line: int
) -> None:
    points = (corners * 2**FRACTION).round().astype(np.int32)
    cv2.fillConvexPoly(canvas, points, value, line, FRACTION)
