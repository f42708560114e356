"""A few pictures that stand for a split."""

import heapq

from cartvision.data.picture import Picture, Split
from cartvision.data.reader import Dataset
from cartvision.errors import InputError


def sample(dataset: Dataset, split: Split, *, most: int) -> list[Picture]:
    """The originals of the smallest ids: from every store, and the same however it is sharded."""
    originals = (picture for picture in dataset.pictures(split) if picture.copy == 0)
    chosen = heapq.nsmallest(most, originals, key=lambda picture: picture.image_id)
    if not chosen:
        raise InputError(f"the dataset has no {split} pictures, and some are needed here")
    return chosen
