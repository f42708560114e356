"""Boxes that were turned into quadrilaterals, and the part of them inside the picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.vision.boxes import Boxes, clip

Quads = NDArray[np.float32]  # (n, 4, 2) corners in order around each


def inside(quads: Quads, *, width: int, height: int) -> tuple[Boxes, NDArray[np.float32]]:
    """The box around what is inside of each, and its share of the quadrilateral's area, (n,).

    A leaning object that the border cuts is bounded where it is cut, not where it would have
    ended: the clipped box of its corners would be too wide.
    """
    boxes = np.concatenate([quads.min(axis=1), quads.max(axis=1)], axis=1)
    clipped = clip(boxes, width=width, height=height)
    shares = np.ones(len(quads), dtype=np.float32)
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    for number in np.flatnonzero((clipped != boxes).any(axis=1)):
        area, polygon = cv2.intersectConvexConvex(quads[number], frame)
        whole = cv2.contourArea(quads[number])
        shares[number] = area / whole if whole else 0.0
        if area > 0:
            points = polygon.reshape(-1, 2)
            around = np.concatenate([points.min(axis=0), points.max(axis=0)])
            clipped[number] = clip(around[None], width=width, height=height)[0]
    return clipped, shares
