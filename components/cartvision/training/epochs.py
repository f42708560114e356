"""Rows epoch by epoch, each as often as it should be."""

import numpy as np
from numpy.typing import NDArray

LOT = 0  # keeps the lots of an epoch's order apart from those of items


class Epochs:
    """Every row once before any comes again; one with a repeat of 2.5 two or three times."""

    def __init__(self, repeats: NDArray[np.float64], *, seed: int) -> None:
        self._length = int(np.ceil(repeats.sum() - 1e-6))
        self._repeats = repeats * (self._length / repeats.sum())
        self._seed = seed
        self._drawn: tuple[int, NDArray[np.int64]] | None = None  # the last epoch asked for

    def __len__(self) -> int:
        return self._length

    def row(self, item: int, *, rng: np.random.Generator) -> int:  # noqa: ARG002 - an Order's
        epoch, place = divmod(item, self._length)
        return int(self._rows(epoch)[place])

    def another(self, item: int, *, rng: np.random.Generator) -> int:
        return int(self._rows(item // self._length)[rng.integers(self._length)])

    def _rows(self, epoch: int) -> NDArray[np.int64]:
        if self._drawn is None or self._drawn[0] != epoch:
            self._drawn = epoch, self._shuffled(epoch)
        return self._drawn[1]

    def _shuffled(self, epoch: int) -> NDArray[np.int64]:
        """A whole number stands for each repeat: the one below or above it, right on average."""
        rng = np.random.default_rng((self._seed, LOT, epoch))
        rows = rng.permutation(len(self._repeats))
        ends = self._repeats[rows].cumsum()
        ends[-1] = self._length
        times = np.diff(np.floor(ends + rng.random()), prepend=0).astype(np.int64)
        return rng.permutation(np.repeat(rows, times))
