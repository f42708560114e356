"""In which order pictures are shown: in epochs, from sparse to dense, originals at the end."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

FIRST_SHARE = 0.1  # of the pictures: what a curriculum begins with
LOT = 0  # keeps the lots of an epoch's order apart from those of items and sides


class Order(Protocol):
    """Which picture an item shows; the same whenever it is asked."""

    def row(self, item: int, *, rng: np.random.Generator) -> int: ...

    def another(self, item: int, *, rng: np.random.Generator) -> int:
        """Some picture that might be shown about then."""


class Epochs:
    """Every picture once before any comes again; one with a repeat of 2.5 two or three times."""

    def __init__(self, repeats: NDArray[np.float64], *, seed: int) -> None:
        self._length = int(np.ceil(repeats.sum() - 1e-6))
        self._repeats = repeats * (self._length / repeats.sum())
        self._seed = seed
        self._drawn: tuple[int, NDArray[np.int64]] | None = (
            None  # the last epoch that was asked for
        )

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


class Curriculum:
    """For its first `items` more and more products a picture, then another order.

    It starts with the tenth of the pictures that have the fewest, and draws from what is allowed
    by lot. Pictures without products wait for the end.
    """

    def __init__(
        self,
        products: NDArray[np.int64],
        *,
        repeats: NDArray[np.float64],
        items: int,
        then: Order,
    ) -> None:
        order = np.argsort(products, kind="stable")
        self._rows = order[products[order] > 0]
        self._weights = repeats[self._rows].cumsum()
        self._items = items
        self._then = then

    def row(self, item: int, *, rng: np.random.Generator) -> int:
        if item >= self._items:
            return self._then.row(item - self._items, rng=rng)
        last = self._weights[self.allowed(item) - 1]
        return int(self._rows[np.searchsorted(self._weights, rng.random() * last, side="right")])

    def another(self, item: int, *, rng: np.random.Generator) -> int:
        if item >= self._items:
            return self._then.another(item - self._items, rng=rng)
        return self.row(item, rng=rng)

    def allowed(self, item: int) -> int:
        """How many of the sparsest pictures an item may show."""
        share = FIRST_SHARE + (1 - FIRST_SHARE) * item / self._items
        return int(np.ceil(share * len(self._rows)))


class Closing:
    """After `items` of another order only these `rows`: an order of their own numbers."""

    def __init__(self, order: Order, *, items: int, rows: NDArray[np.int64], then: Order) -> None:
        self._order = order
        self._items = items
        self._rows = rows
        self._then = then

    def row(self, item: int, *, rng: np.random.Generator) -> int:
        if item < self._items:
            return self._order.row(item, rng=rng)
        return int(self._rows[self._then.row(item - self._items, rng=rng)])

    def another(self, item: int, *, rng: np.random.Generator) -> int:
        if item < self._items:
            return self._order.another(item, rng=rng)
        return int(self._rows[self._then.another(item - self._items, rng=rng)])
