"""albumentations' RandomShadow with soft edges, from a map drawn at a quarter of the size."""

from collections.abc import Sequence
from math import ceil
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.augment.effects.coarse import Map, cells, dim, onto_cells
from cartvision.augment.effects.region import Points, Region, around
from cartvision.augment.library import albumentations
from cartvision.vision.codec import Pixels

STEP = 4  # pixels a cell of the map
PENUMBRA = 0.01  # sigma of the edge, in shorter sides of the picture
FRACTION = 4  # bits after the point, in fillPoly's coordinates


class RandomShadow(albumentations.RandomShadow):  # type: ignore[misc]  # albumentations has no types
    """The stock arguments, draws and polygons."""

    def apply(
        self,
        img: Pixels,
        vertices_list: Sequence[NDArray[np.int64]],
        intensities: NDArray[np.float64],
        **_: Any,
    ) -> Pixels:
        canvas = img.copy()
        height, width = img.shape[:2]
        sigma = PENUMBRA * min(height, width) / STEP  # cells
        reach = ceil(3 * sigma)
        polygons = [vertices.astype(np.float32) for vertices in vertices_list]
        region = around(
            np.concatenate(polygons), margin=(reach + 1) * STEP, width=width, height=height
        )
        gain = np.ones(cells(region, step=STEP), dtype=np.float32)
        for polygon, intensity in zip(polygons, intensities, strict=True):
            gain *= _one(polygon, intensity=intensity, region=region)
        side = 2 * reach + 1
        cv2.GaussianBlur(gain, (side, side), sigma, dst=gain, borderType=cv2.BORDER_REPLICATE)
        dim(canvas, gain, region=region, step=STEP)
        return canvas


def _one(polygon: Points, *, intensity: float, region: Region) -> Map:
    gain = np.ones(cells(region, step=STEP), dtype=np.float32)
    corners = onto_cells(polygon, region=region, step=STEP) * 2**FRACTION
    cv2.fillPoly(gain, [corners.round().astype(np.int32)], 1 - intensity, shift=FRACTION)
    return gain
