"""Arithmetic on boxes: (n, 4) xyxy in pixels."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Boxes = NDArray[np.float32]  # (n, 4) xyxy, pixels
Exact = TypeVar("Exact", bound=np.floating)  # what comes in single precision goes out so


def areas(boxes: NDArray[Exact]) -> NDArray[Exact]:
    sides = np.maximum(boxes[:, 2:] - boxes[:, :2], 0)
    return np.asarray(sides[:, 0] * sides[:, 1])


def overlaps(first: NDArray[Exact], second: NDArray[Exact]) -> NDArray[Exact]:
    """Intersection areas of every pair, (n, m) square pixels."""
    # One side at a time: an innermost axis of two takes three times as long.
    width, height = (
        np.maximum(
            np.minimum(first[:, None, axis + 2], second[None, :, axis + 2])
            - np.maximum(first[:, None, axis], second[None, :, axis]),
            0,
        )
        for axis in (0, 1)
    )
    return np.asarray(width * height)


def iou(first: NDArray[Exact], second: NDArray[Exact]) -> NDArray[Exact]:
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
