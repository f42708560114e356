"""How many instances each picture of a dataset gets; only train has copies."""

from collections.abc import Mapping, Sequence

import numpy as np

from cartvision.augment.balance import MOST, instances_of
from cartvision.augment.classes import train_classes
from cartvision.augment.flags import Balance
from cartvision.data.picture import Split
from cartvision.data.reader import Dataset
from cartvision.errors import InputError


def planned(dataset: Dataset, *, copies: int, balance: Balance) -> Mapping[Split, Sequence[int]]:
    """For every row of every split; those of train are `copies` in the mean."""
    pictures = dataset.size("train")
    train = np.full(pictures, copies)
    if balance != "none":
        if not any(train_classes(dataset, kind=balance)):
            raise InputError(
                f"no train picture shows a known {balance}, so there is nothing to balance by: "
                "give another --balance"
            )
        classes = train_classes(dataset, kind=balance)
        train = instances_of(classes, pictures=pictures, copies=copies, most=MOST * copies)
    untouched: dict[Split, list[int]] = {
        split: [1] * dataset.size(split) for split in ("val", "test")
    }
    return {"train": train.tolist(), **untouched}


def require_originals(dataset: Dataset) -> None:
    """InputError where there is nothing to copy, or copies are there already."""
    if not dataset.size("train"):
        raise InputError("the dataset has no train pictures, and only those are copied")
    if dataset.info.part != "1/1":
        raise InputError(f"this is part {dataset.info.part} of a dataset: give the whole of it")
    if any(dataset.column("copy", split="train")):
        raise InputError(
            "the dataset has copies: it went through augment already. "
            "Give the one that ingest wrote"
        )
