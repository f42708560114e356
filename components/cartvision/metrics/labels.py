"""Known attributes of the objects of a picture."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import NA, Product

Probabilities = NDArray[np.float32]  # (n, a)
Labels = NDArray[np.int8]  # (n, a): 1, 0 or NA


def labels_of(objects: Sequence[Product], *, width: int) -> Labels:
    """(m, width); an object without attributes, or a crowd, has none known."""
    labels = np.full((len(objects), width), NA, dtype=np.int8)
    for row, item in zip(labels, objects, strict=True):
        if item.attributes and not item.crowd:
            row[:] = item.attributes
    return labels


def any_known(labels: Labels) -> NDArray[np.bool_]:
    return np.asarray((labels != NA).any(axis=1))
