"""How often each SKU or category occurs in a split, read without its pictures."""

from collections import Counter

import pyarrow.parquet as pq

from cartvision.data.picture import Product, Split
from cartvision.data.reader import Dataset


def name_of(item: Product) -> str:
    """What a product is known by: its SKU, else its category."""
    return item.sku or item.category


def count_products(dataset: Dataset, *, split: Split) -> Counter[str]:
    """Products by name; "" are those that have none."""
    counted: Counter[str] = Counter()
    for group in dataset.row_groups(split):
        column = pq.ParquetFile(group.shard).read_row_group(group.number, columns=["objects"])
        objects = column["objects"].combine_chunks().flatten()
        skus, categories = (objects.field(name).to_pylist() for name in ("sku", "category"))
        counted.update(sku or category for sku, category in zip(skus, categories, strict=True))
    return counted
