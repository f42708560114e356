"""The best few of whatever passes by."""

import heapq
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")

Rank = tuple[float, ...]  # the larger, the better


class Best(Generic[T]):
    """Never holds more than `size` things, and makes only those that it keeps."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._offered = 0
        self._kept: list[tuple[Rank, int, T]] = []  # a heap, the worst on top

    def offer(self, rank: Rank, make: Callable[[], T]) -> None:
        """Of equal ranks the earlier stays."""
        self._offered += 1
        place = (rank, -self._offered)
        if len(self._kept) == self._size and place < self._kept[0][:2]:
            return
        heapq.heappush(self._kept, (*place, make()))
        if len(self._kept) > self._size:
            heapq.heappop(self._kept)

    def ordered(self) -> list[T]:
        """The best first."""
        return [thing for *_, thing in sorted(self._kept, key=lambda one: one[:2])[::-1]]
