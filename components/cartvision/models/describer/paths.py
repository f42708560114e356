"""The categories of a dataset as a tree: paths, and the nodes that these pass through."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import BETWEEN, NA


@dataclass(frozen=True)
class Paths:
    """`leaves` are what a product can be of, `nodes` these and all above them; both sorted.

    A parent's path begins those of its children, so that it is sorted before them. A leaf that
    others go on from ("Drinks" beside "Drinks > Soda") stands for the products that are of it and
    of none of its children; its node holds these and theirs.
    """

    leaves: tuple[str, ...]
    nodes: tuple[str, ...]

    @classmethod
    def of(cls, categories: Iterable[str]) -> "Paths":
        leaves = {path for path in categories if path}
        nodes = {above for path in leaves for above in _upwards(path)}
        return cls(leaves=tuple(sorted(leaves)), nodes=tuple(sorted(nodes)))

    def node_of(self, category: str) -> int:
        """The number of the deepest node that a category lies in; NA where it lies in none."""
        return next((self._place[path] for path in _upwards(category) if path in self._place), NA)

    @cached_property
    def above(self) -> NDArray[np.int64]:
        """The number of each node's parent, (nodes,); of a root its own."""
        parents = [path.rpartition(BETWEEN)[0] or path for path in self.nodes]
        return np.array([self._place[path] for path in parents], dtype=np.int64)

    @cached_property
    def depth(self) -> NDArray[np.int64]:
        """How many steps each node's path has, (nodes,)."""
        return np.array([path.count(BETWEEN) + 1 for path in self.nodes], dtype=np.int64)

    @cached_property
    def membership(self) -> NDArray[np.bool_]:
        """Which leaf lies in which node, (leaves, nodes)."""
        inside = np.zeros((len(self.leaves), len(self.nodes)), dtype=bool)
        for leaf, path in enumerate(self.leaves):
            inside[leaf, [self._place[above] for above in _upwards(path)]] = True
        return inside

    @cached_property
    def _place(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self.nodes)}


def _upwards(path: str) -> Iterator[str]:
    """The path, and all that it passes through, from its end to its beginning."""
    while path:
        yield path
        path = path.rpartition(BETWEEN)[0]
