"""The two sides of a comparison: what was found in a picture and what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import Product
from cartvision.vision.boxes import Boxes

ANY = -1  # the class of a crowd in which nothing counts, of whatever class

Classes = NDArray[np.int64]  # (n,) numbers of classes; shape () says that all are of one class


def _one_class() -> Classes:
    return np.zeros((), dtype=np.int64)


def _no_crowd() -> NDArray[np.bool_]:
    return np.zeros((), dtype=bool)


@dataclass(frozen=True)
class Found:
    """What a model found in one picture, in any order."""

    boxes: Boxes  # (n, 4) xyxy, pixels
    scores: NDArray[np.float32]  # (n,)
    classes: Classes = field(default_factory=_one_class)

    def __len__(self) -> int:
        return len(self.boxes)


@dataclass(frozen=True)
class Truth:
    """What is in one picture. A crowd is a region in which nothing counts, right or wrong."""

    boxes: Boxes  # (m, 4) xyxy, pixels
    crowd: NDArray[np.bool_] = field(default_factory=_no_crowd)  # (m,)
    classes: Classes = field(default_factory=_one_class)

    def __len__(self) -> int:
        return len(self.boxes)

    @property
    def crowds(self) -> NDArray[np.bool_]:
        return np.broadcast_to(self.crowd, len(self))

    @property
    def count(self) -> int:
        """How many objects there are, crowds left aside."""
        return int(len(self) - self.crowds.sum())

    @classmethod
    def of(cls, objects: Sequence[Product]) -> Truth:
        """The labelled objects of a picture, all of one class."""
        return cls(
            boxes=np.array([item.bbox for item in objects], dtype=np.float32).reshape(-1, 4),
            crowd=np.array([item.crowd for item in objects], dtype=bool),
        )
