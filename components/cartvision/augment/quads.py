"""Boxes that were turned into quadrilaterals, and the part of them inside the picture."""

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.vision.boxes import Boxes, areas, clip

Quads = NDArray[np.float32]  # (n, 4, 2) corners in order around each


def inside(quads: Quads, *, width: int, height: int) -> tuple[Boxes, NDArray[np.float32]]:
    """The box around what is inside of each, and its share of the quadrilateral's area, (n,).

    A leaning object that the border cuts is bounded where it is cut, not where it would have
    ended: the clipped box of its corners would be too wide.
    """
    first, second, third, fourth = quads.transpose(1, 0, 2)
    low = np.minimum(np.minimum(first, second), np.minimum(third, fourth))
    high = np.maximum(np.maximum(first, second), np.maximum(third, fourth))
    boxes = np.concatenate([low, high], axis=1)
    clipped = clip(boxes, width=width, height=height)
    shares = (areas(clipped) > 0).astype(np.float32)
    cut = np.flatnonzero((clipped != boxes).any(axis=1) & (shares > 0))
    if len(cut):
        clipped[cut], shares[cut] = _cut(quads[cut], width=width, height=height)
    return clip(clipped, width=width, height=height), shares


def _cut(quads: Quads, *, width: int, height: int) -> tuple[Boxes, NDArray[np.float32]]:
    """The same of those that the border may cut; one wholly outside has a box without area."""
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    found = [cv2.intersectConvexConvex(quad, frame) for quad in quads]
    seen = np.array([area for area, _ in found], dtype=np.float32)
    boxes = np.zeros((len(quads), 4), dtype=np.float32)
    left = [polygon[:, 0] for area, polygon in found if area > 0]
    if left:
        corners = np.concatenate(left)
        begins = np.cumsum([0, *map(len, left[:-1])])
        boxes[seen > 0, :2] = np.minimum.reduceat(corners, begins)
        boxes[seen > 0, 2:] = np.maximum.reduceat(corners, begins)
    return boxes, seen / _areas(quads)


def _areas(quads: Quads) -> NDArray[np.float32]:
    """Of each quadrilateral: half of what its diagonals span."""
    first, second = quads[:, 2] - quads[:, 0], quads[:, 3] - quads[:, 1]
    spanned = first[:, 0] * second[:, 1] - first[:, 1] * second[:, 0]
    return np.asarray(np.abs(spanned) / 2, dtype=np.float32)
