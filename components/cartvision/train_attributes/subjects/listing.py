"""Every labelled product of a split, and whole pictures where nobody drew boxes: numbers alone."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from cartvision.data.picture import NA, Split
from cartvision.data.reader import Dataset

WHOLE = -1  # the place of a subject that is its whole picture
UNKNOWN = -1  # the number of a name that nobody knows
OF_PRODUCTS = ("category", "sku", "crowd", "attributes")
OF_PICTURES = ("category", "attributes")


@dataclass(frozen=True)
class Subjects:
    """One row a subject, in the order of the split's pictures; of each something is known."""

    picture: NDArray[np.int64]  # (n,) row of the split
    place: NDArray[np.int64]  # (n,) in the picture's objects, or WHOLE
    labels: NDArray[np.int8]  # (n, a) of 1, 0 and NA
    category: NDArray[np.int64]  # (n,) in `categories`, or UNKNOWN
    sku: NDArray[np.int64]  # (n,) in `skus`, or UNKNOWN
    categories: list[str]
    skus: list[str]

    def __len__(self) -> int:
        return len(self.picture)

    def of(self, rows: NDArray[Any]) -> "Subjects":
        """Those of these rows, or where a mask says so."""
        return replace(
            self,
            picture=self.picture[rows],
            place=self.place[rows],
            labels=self.labels[rows],
            category=self.category[rows],
            sku=self.sku[rows],
        )


class Names:
    """Numbers for names, in the order in which they are met; none for ""."""

    def __init__(self) -> None:
        self.told: dict[str, int] = {}

    def numbers(self, column: Any) -> NDArray[np.int64]:
        """Of a column of strings."""
        encoded = column.dictionary_encode()
        found = [self._number(name) for name in encoded.dictionary.to_pylist()]
        return np.array([*found, UNKNOWN], dtype=np.int64)[np.asarray(encoded.indices)]

    def _number(self, name: str) -> int:
        return self.told.setdefault(name, len(self.told)) if name else UNKNOWN


def subjects(dataset: Dataset, *, split: Split) -> Subjects:
    """Of a picture with boxes its products, of another the picture; never what is all NA."""
    categories, skus = Names(), Names()
    width = len(dataset.info.attributes)
    parts = list(_parts(dataset, split=split, width=width, categories=categories, skus=skus))
    columns = zip(*(part for part in parts if len(part[0])), strict=True)
    picture, place, labels, category, sku = [np.concatenate(one) for one in columns] or [
        *(np.zeros(0, dtype=np.int64) for _ in range(2)),
        np.zeros((0, width), dtype=np.int8),
        *(np.zeros(0, dtype=np.int64) for _ in range(2)),
    ]
    return Subjects(picture, place, labels, category, sku, list(categories.told), list(skus.told))


def _parts(
    dataset: Dataset, *, split: Split, width: int, categories: Names, skus: Names
) -> Iterator[tuple[NDArray[Any], ...]]:
    """Picture, place, labels, category and sku of each shard's subjects."""
    first = 0
    for shard in dict.fromkeys(group.shard for group in dataset.row_groups(split)):
        rows, counts, products, pictures = _read(shard)
        single = ~products.field("crowd").to_numpy(zero_copy_only=False)
        owner = np.repeat(np.arange(rows), counts)
        starts = np.cumsum(counts) - counts
        boxed = np.bincount(owner[single], minlength=rows) > 0
        picture = np.concatenate([owner, np.arange(rows)])
        place = np.concatenate([np.arange(len(owner)) - starts[owner], np.full(rows, WHOLE)])
        labels = np.concatenate(
            [_labels(part.field("attributes"), width=width) for part in (products, pictures)]
        )
        category = np.concatenate(
            [categories.numbers(part.field("category")) for part in (products, pictures)]
        )
        sku = np.concatenate([skus.numbers(products.field("sku")), np.full(rows, UNKNOWN)])
        said = (labels != NA).any(axis=1) | (category != UNKNOWN)
        kept = np.flatnonzero(said & np.concatenate([single, ~boxed]))
        kept = kept[np.lexsort((place[kept], picture[kept]))]
        yield picture[kept] + first, place[kept], labels[kept], category[kept], sku[kept]
        first += rows


def _read(shard: Path) -> tuple[int, NDArray[np.int64], Any, Any]:
    """Its number of pictures, products of each, all products and what the pictures are labelled."""
    wanted = [f"objects.list.element.{name}" for name in OF_PRODUCTS]
    wanted += [f"labels.{name}" for name in OF_PICTURES]
    table = pq.ParquetFile(shard).read(columns=wanted, use_threads=False)
    objects, pictures = (table[name].combine_chunks() for name in ("objects", "labels"))
    return len(table), objects.value_lengths().to_numpy(), objects.flatten(), pictures


def _labels(column: Any, *, width: int) -> NDArray[np.int8]:
    """(n, width) of a column of lists, of which an empty one knows nothing."""
    lengths = column.value_lengths().to_numpy()
    labels = np.full((len(lengths), width), NA, dtype=np.int8)
    if width:
        labels[lengths == width] = column.flatten().to_numpy().reshape(-1, width)
    return labels


def thinned(some: Subjects, *, most: int, rng: np.random.Generator) -> Subjects:
    """At most about `most`, the same share of every picture's."""
    if len(some) <= most:
        return some
    return some.of(rng.random(len(some)) < most / len(some))


def by_picture(some: Subjects) -> tuple[NDArray[np.int64], list[NDArray[np.int64]]]:
    """The pictures that have subjects, in order, and the rows of each."""
    pictures, starts = np.unique(some.picture, return_index=True)
    return pictures, np.split(np.arange(len(some)), starts[1:])


def known_names(names: Sequence[str], *, of: Iterable[int]) -> list[str]:
    """Those that a column of numbers holds, sorted."""
    return sorted({names[number] for number in set(of) if number != UNKNOWN})
