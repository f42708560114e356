"""Arithmetic on boxes: (n, 4) xyxy in pixels."""

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]  # (n, 4) xyxy, pixels


def areas(boxes: Boxes) -> NDArray[np.float32]:
    sides = np.maximum(boxes[:, 2:] - boxes[:, :2], 0)
    return np.asarray(sides[:, 0] * sides[:, 1], dtype=np.float32)


def overlaps(first: Boxes, second: Boxes) -> NDArray[np.float32]:
    """Intersection areas of every pair, (n, m) square pixels."""
    low = np.maximum(first[:, None, :2], second[None, :, :2])
    high = np.minimum(first[:, None, 2:], second[None, :, 2:])
    sides = np.clip(high - low, 0, None)
    return np.asarray(sides[..., 0] * sides[..., 1], dtype=np.float32)


def iou(first: Boxes, second: Boxes) -> NDArray[np.float32]:
    """Intersection over union of every pair, (n, m)."""
    shared = overlaps(first, second)
    union = areas(first)[:, None] + areas(second)[None, :] - shared
    out = np.zeros_like(shared)
    np.divide(shared, union, out=out, where=union > 0)
    return out


def clip(boxes: Boxes, *, width: int, height: int) -> Boxes:
    """The part of each box that lies inside the picture."""
    limits = np.array([width, height, width, height], dtype=np.float32)
    return np.asarray(np.minimum(np.maximum(boxes, 0), limits), dtype=np.float32)
