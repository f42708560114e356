"""What the train split holds to learn from, counted before the first step."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.data.categories import UNKNOWN, kind_of, numbered
from cartvision.data.labels import Labels, labels
from cartvision.data.reader import Dataset
from cartvision.errors import InputError

MOST_NAMED = 5


@dataclass(frozen=True)
class Stock:
    """How many products there are, by picture and by class; crowds are none."""

    classes: list[str]
    products: NDArray[np.int64]  # (pictures,)
    examples: NDArray[np.int64]  # (classes,)

    @property
    def unknown(self) -> int:
        """Products whose class nobody knows."""
        return int(self.products.sum() - self.examples.sum())


def stock_of(dataset: Dataset, *, classes: Sequence[str]) -> Stock:
    """InputError where there is nothing to learn of a class."""
    read = [(one.counts, _examples(one, classes)) for one in labels(dataset, split="train")]
    if not read:
        raise InputError("the dataset has no train pictures: ingest more, or other shares")
    counts, examples = zip(*read, strict=True)
    stock = Stock(list(classes), np.concatenate(counts), np.sum(examples, axis=0))
    _require_examples(stock)
    return stock


def kinds_of(some: Labels, *, classes: Sequence[str]) -> NDArray[np.int64]:
    """The kind (n,) of each product."""
    numbers = numbered(classes)
    kinds = [kind_of(name, classes=numbers) for name in some.categories]
    return np.array(kinds, dtype=np.int64)[some.category]


def _examples(some: Labels, classes: Sequence[str]) -> NDArray[np.int64]:
    kinds = kinds_of(some, classes=classes)
    return np.bincount(kinds[kinds != UNKNOWN], minlength=len(classes))


def _require_examples(stock: Stock) -> None:
    if not stock.products.any():
        raise InputError("no train picture has a labelled product: the detector needs boxes")
    missing = [name for name, n in zip(stock.classes, stock.examples, strict=True) if not n]
    if missing:
        more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        raise InputError(
            f"no train picture shows {', '.join(missing[:MOST_NAMED])}{more}: "
            "label some, or choose a higher level of the taxonomy"
        )
