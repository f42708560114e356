"""In which order pictures are shown: in epochs, from sparse to dense, originals at the end."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

FIRST_SHARE = 0.1  # of the pictures: what a curriculum begins with


class Order(Protocol):
    """Which picture an item shows; the same whenever it is asked."""

    def row(self, item: int, *, rng: np.random.Generator) -> int: ...

    def another(self, item: int, *, rng: np.random.Generator) -> int:
        """Some picture that might be shown about then."""


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
