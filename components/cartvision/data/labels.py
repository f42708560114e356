"""What the pictures of a split are labelled with, a shard at a time, without their pixels."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from numpy.typing import NDArray

from cartvision.data.picture import Split
from cartvision.data.reader import Dataset

LEAVES = ("category", "sku", "crowd")


@dataclass(frozen=True)
class Labels:
    """The products of some pictures one after the other; crowds are none."""

    pictures: int
    picture: NDArray[np.int64]  # (n,) which of these pictures each is in
    category: NDArray[np.int64]  # (n,) places in `categories`
    categories: list[str]
    sku: NDArray[np.int64]  # (n,) places in `skus`
    skus: list[str]

    @property
    def counts(self) -> NDArray[np.int64]:
        """How many products each picture shows."""
        return np.bincount(self.picture, minlength=self.pictures)


def labels(dataset: Dataset, *, split: Split) -> Iterator[Labels]:
    """Shard by shard, in the order of `Dataset.pictures`."""
    columns = [f"objects.list.element.{name}" for name in LEAVES]
    for shard in dict.fromkeys(group.shard for group in dataset.row_groups(split)):
        table = pq.ParquetFile(shard).read(columns=columns, use_threads=False)
        rows = table["objects"].combine_chunks()
        counts = rows.value_lengths().to_numpy()
        products = rows.flatten()
        single = ~products.field("crowd").to_numpy(zero_copy_only=False)
        names = {name: products.field(name).dictionary_encode() for name in ("category", "sku")}
        yield Labels(
            pictures=len(rows),
            picture=np.repeat(np.arange(len(rows)), counts)[single],
            category=_places(names["category"])[single],
            categories=names["category"].dictionary.to_pylist(),
            sku=_places(names["sku"])[single],
            skus=names["sku"].dictionary.to_pylist(),
        )


def _places(encoded: Any) -> NDArray[np.int64]:
    return np.asarray(encoded.indices, dtype=np.int64)
