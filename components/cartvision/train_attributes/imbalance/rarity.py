"""How much a positive of each attribute counts, by its rarity among known labels."""

import numpy as np
from numpy.typing import NDArray

MOST_WEIGHT = 10.0


def rarity(
    labels: NDArray[np.int8],  # (n, a)
    *,
    shown: NDArray[np.floating] | None = None,  # (n,)
) -> NDArray[np.float32]:
    """√(negatives / positives) of each attribute (a,), from 1 to MOST_WEIGHT.

    `shown` is how often a phase shows each row, once unless told: what is shown more often needs
    less weight.
    """
    times = np.ones(len(labels)) if shown is None else shown.astype(np.float64)
    positives = times @ (labels == 1)
    negatives = times @ (labels == 0)
    ratio = np.divide(negatives, positives, out=negatives.copy(), where=positives > 0)
    return np.sqrt(ratio).clip(1.0, MOST_WEIGHT).astype(np.float32)
