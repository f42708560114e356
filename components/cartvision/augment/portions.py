"""Portions: runs of rows that are worked on as one and become one Parquet file."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from cartvision.data.picture import SPLITS, Split
from cartvision.data.reader import Dataset, RowGroup

MOST_PARENTS = 64  # of a portion: ten of each at 640 pixels are a file of about 60 MB
MOST_UNTOUCHED = 512  # val and test pass as they are
FEWEST_PORTIONS = 64  # of train, as long as each has a run of rows: several workers share them


@dataclass(frozen=True)
class Portion:
    """Its rows, and how many instances are made of each."""

    number: int
    split: Split
    groups: tuple[RowGroup, ...]
    instances: tuple[int, ...]


@dataclass(frozen=True)
class Share:
    """One of `count` parts of a dataset's portions; `number` counts from 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2/4"."""
        number, count = text.split("/")
        return cls(int(number), int(count))

    def of(self, portions: Sequence[Portion]) -> Sequence[Portion]:
        return portions[self.number - 1 :: self.count]


def portions(dataset: Dataset, *, instances: Mapping[Split, Sequence[int]]) -> list[Portion]:
    """All of the dataset, whoever works on it: neither shards nor workers move their borders."""
    runs = [
        (split, run)
        for split in SPLITS
        for run in _runs(dataset.row_groups(split), rows=_rows(split, dataset.size(split)))
    ]
    made, begin = [], dict.fromkeys(SPLITS, 0)
    for number, (split, run) in enumerate(runs):
        end = begin[split] + sum(group.rows for group in run)
        counts = tuple(int(count) for count in instances[split][begin[split] : end])
        made.append(Portion(number, split, tuple(run), counts))
        begin[split] = end
    return made


def layout_of(dataset: Dataset) -> str:
    """One name for the order of the rows and their runs: a fingerprint has neither."""
    told = hashlib.sha256()
    for split in SPLITS:
        told.update(f"{split} {[group.rows for group in dataset.row_groups(split)]}\n".encode())
        for image_id in dataset.column("image_id", split=split):
            told.update(image_id.encode())
    return told.hexdigest()


def _rows(split: Split, pictures: int) -> int:
    if split != "train":
        return MOST_UNTOUCHED
    return min(MOST_PARENTS, max(1, pictures // FEWEST_PORTIONS))


def _runs(groups: Sequence[RowGroup], *, rows: int) -> Iterator[list[RowGroup]]:
    run: list[RowGroup] = []
    for group in groups:
        run.append(group)
        if sum(one.rows for one in run) >= rows:
            yield run
            run = []
    if run:
        yield run
