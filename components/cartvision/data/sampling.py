"""A few pictures that stand for a split: the same ones however it is sharded."""

import hashlib
import heapq

from cartvision.data.picture import Picture, Split
from cartvision.data.reader import Dataset, RandomAccess
from cartvision.errors import InputError


def sample(dataset: Dataset, split: Split, *, most: int) -> list[Picture]:
    """The originals of the smallest ids: from every store."""
    copies = dataset.column("copy", split=split)
    ids = dataset.column("image_id", split=split)
    originals = [
        (image_id, row)
        for row, (image_id, copy) in enumerate(zip(ids, copies, strict=True))
        if copy == 0
    ]
    return _first(originals, dataset=dataset, split=split, most=most)


def draw(dataset: Dataset, split: Split, *, most: int, seed: int) -> list[Picture]:
    """Pictures by lot, copies among them: another seed draws others."""
    ids = dataset.column("image_id", split=split)
    lots = [
        (hashlib.sha256(f"{seed} {image_id}".encode()).hexdigest(), row)
        for row, image_id in enumerate(ids)
    ]
    return _first(lots, dataset=dataset, split=split, most=most)


def _first(
    ranked: list[tuple[str, int]], *, dataset: Dataset, split: Split, most: int
) -> list[Picture]:
    """Those of the lowest rank; only these are read."""
    chosen = heapq.nsmallest(most, ranked)
    if not chosen:
        raise InputError(f"the dataset has no {split} pictures, and some are needed here")
    pictures = RandomAccess(dataset, split=split)
    return [pictures[row] for _, row in chosen]
