"""Repeat factors: pictures with something rare are shown more often, as for LVIS."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from cartvision.data.categories import UNKNOWN
from cartvision.data.labels import Labels, labels
from cartvision.data.reader import Dataset
from cartvision.train_detector.lessons.stock import kinds_of
from cartvision.train_detector.settings import Balance

OFTEN = 0.05  # in this share of the pictures nothing is rare


def repeats(
    dataset: Dataset, *, balance: Balance, classes: Sequence[str], often: float = OFTEN
) -> NDArray[np.float64]:
    """How often an epoch shows each train picture, 1 or more.

    Of a name in a share f of the pictures it is √(often / f); of a picture, that of its rarest.
    """
    if balance == "none":
        return np.ones(dataset.size("train"))
    shown: Counter[str] = Counter()
    for _, names, _ in _named(dataset, balance=balance, classes=classes):
        shown.update(names)
    factors = {
        name: max(1.0, (often * dataset.size("train") / number) ** 0.5)
        for name, number in shown.items()
    }
    return np.concatenate(
        [
            _highest(picture, [factors[name] for name in names], pictures=pictures)
            for picture, names, pictures in _named(dataset, balance=balance, classes=classes)
        ]
    )


def _named(
    dataset: Dataset, *, balance: Balance, classes: Sequence[str]
) -> Iterator[tuple[NDArray[np.int64], list[str], int]]:
    """Of each shard which picture shows which name, once for each pair, and its pictures."""
    for some in labels(dataset, split="train"):
        places, names = _names(some, balance=balance, classes=classes)
        known = np.array([name != "" for name in names], dtype=bool)[places]
        pairs = np.unique(some.picture[known] * len(names) + places[known])
        pictures, shown = np.divmod(pairs, max(len(names), 1))
        yield pictures, [names[place] for place in shown], some.pictures


def _names(
    some: Labels, *, balance: Balance, classes: Sequence[str]
) -> tuple[NDArray[np.int64], list[str]]:
    """The names that are balanced, "" for unknown, and each product's place in them."""
    if balance == "sku":
        return some.sku, some.skus
    kinds = kinds_of(some, classes=classes)
    return np.where(kinds == UNKNOWN, len(classes), kinds), [*classes, ""]


def _highest(
    picture: NDArray[np.int64], factors: list[float], *, pictures: int
) -> NDArray[np.float64]:
    highest = np.ones(pictures)
    np.maximum.at(highest, picture, factors)
    return highest
