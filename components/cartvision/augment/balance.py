"""How many instances each picture gets, so that rare classes gain most and the total stays."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from tempfile import TemporaryFile

import numpy as np
from numpy.typing import NDArray

MOST = 5  # times the copies: what one picture may get, lest it become the dataset
PASSES = 6  # more gain the rare classes little, and lean on ever fewer pictures
HALVINGS = 100  # of an interval between two floats: more change nothing
DECIMALS = 9  # that two machines agree upon, however they add up
BATCH = 1024  # pictures

Numbers = NDArray[np.float64]
Whole = NDArray[np.int32]


def instances_of(
    counts: Iterable[Mapping[str, int]], *, pictures: int, copies: int, most: int
) -> Whole:
    """Instances of each picture, the original included: 1 to `most`, `copies * pictures` in all.

    `counts` are the classes that each picture shows. One that shows none gets `copies`: balance
    has nothing to say about it.
    """
    assert most >= copies
    with closing(Shown(counts)) as shown:
        assert shown.pictures == pictures
        if copies == 1 or shown.classes == 0:
            return np.full(pictures, copies, dtype=np.int32)
        return _whole(_balanced(shown, copies=copies, most=most), total=copies * pictures)


def _balanced(shown: "Shown", *, copies: int, most: int) -> Numbers:
    """Parts of instances that bring the classes' shares towards equal ones.

    Each pass lowers the sum of the classes' 1 / share, in which a class counts the more the rarer
    it is: Cover's algorithm ("An algorithm for maximizing expected log investment return", 1984)
    for that sum in place of the shares' logarithms. A picture's copies grow with what it adds to
    the rare classes, and shrink with what it adds to the crowd.
    """
    sizes = shown.worth(np.ones(shown.classes))
    known = sizes > 0
    total = (copies - 1) * int(known.sum())
    added = np.full(shown.pictures, copies - 1.0)
    for _ in range(PASSES):
        shares = shown.totals(1 + added)
        shares /= shares.sum()
        asked = shown.worth(1 / (shares * shares))
        crowd = sizes * (1 / shares).sum()
        added[known] = _divided(
            added[known], asked=asked[known], cost=crowd[known], total=total, most=most - 1
        )
    return 1 + added


def _divided(added: Numbers, *, asked: Numbers, cost: Numbers, total: int, most: int) -> Numbers:
    """Grown by the root of `asked / (cost + price)`, at the price at which the sum is `total`."""
    least = asked * (added / most) ** 2  # below it one would get more than `most`

    def at(price: float) -> Numbers:
        return added * np.sqrt(asked / np.maximum(cost + price, least))

    low, high = -float(cost.max()), float((added * np.sqrt(asked)).sum() / total) ** 2
    for _ in range(HALVINGS):
        price = (low + high) / 2
        if at(price).sum() > total:
            low = price
        else:
            high = price
    return at(high)


def _whole(parts: Numbers, *, total: int) -> Whole:
    """By largest remainder; of equal ones the earlier picture's."""
    parts = parts.round(DECIMALS)
    whole = np.floor(parts).astype(np.int32)
    left = total - int(whole.sum())
    whole[np.argsort(whole - parts, kind="stable")[:left]] += 1
    return whole


@dataclass(frozen=True)
class _Batch:
    """Some pictures' classes: one entry for each class of each picture."""

    pictures: slice
    rows: Whole  # the picture, from the batch's first
    classes: Whole
    numbers: Whole  # how many of the class


class Shown:
    """The classes of every picture, to be read again and again: on disk, in memory by batches."""

    def __init__(self, counts: Iterable[Mapping[str, int]]) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - closed by close()
        self._names: dict[str, int] = {}
        self._sizes: list[int] = []  # of the batches, in pictures
        source = iter(counts)
        while batch := list(islice(source, BATCH)):
            self._add(batch)

    def close(self) -> None:
        self._file.close()

    @property
    def pictures(self) -> int:
        return sum(self._sizes)

    @property
    def classes(self) -> int:
        return len(self._names)

    def totals(self, weights: Numbers) -> Numbers:
        """Of each class: its numbers over all pictures, each times the picture's weight."""
        totals = np.zeros(self.classes)
        for batch in self._batches():
            weighed = batch.numbers * weights[batch.pictures][batch.rows]
            totals += np.bincount(batch.classes, weighed, minlength=self.classes)
        return totals

    def worth(self, prices: Numbers) -> Numbers:
        """Of each picture: its numbers over all classes, each times the class's price."""
        worth = np.zeros(self.pictures)
        for batch in self._batches():
            priced = batch.numbers * prices[batch.classes]
            size = batch.pictures.stop - batch.pictures.start
            worth[batch.pictures] = np.bincount(batch.rows, priced, minlength=size)
        return worth

    def _add(self, batch: Sequence[Mapping[str, int]]) -> None:
        names = self._names
        classes = (names.setdefault(name, len(names)) for one in batch for name in one)
        numbers = (number for one in batch for number in one.values())
        rows = np.arange(len(batch), dtype=np.int32)
        np.save(self._file, np.repeat(rows, [len(one) for one in batch]))
        np.save(self._file, np.fromiter(classes, dtype=np.int32))
        np.save(self._file, np.fromiter(numbers, dtype=np.int32))
        self._sizes.append(len(batch))

    def _batches(self) -> Iterator[_Batch]:
        self._file.seek(0)
        first = 0
        for size in self._sizes:
            rows, classes, numbers = (np.load(self._file) for _ in range(3))
            yield _Batch(slice(first, first + size), rows, classes, numbers)
            first += size
