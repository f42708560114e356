"""Making one portion: its Parquet file, and beside it what is in it, written last."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
from pydantic import BaseModel, ConfigDict

from cartvision.augment.copies import copies_of
from cartvision.augment.counting import Counting
from cartvision.augment.draws import Draws
from cartvision.augment.policy import Policy
from cartvision.augment.portions import Portion
from cartvision.augment.tally import Tally
from cartvision.data.picture import Picture, Split
from cartvision.data.reader import pictures_of
from cartvision.data.shard import Shard, ShardWriter
from cartvision.files import write_text


class Made(BaseModel):
    """A portion that is done."""

    model_config = ConfigDict(frozen=True)

    number: int
    split: Split
    shard: Shard
    tally: Tally


@dataclass(frozen=True)
class Order:
    """What all portions of a run have in common."""

    folder: Path
    policy: Policy
    seed: int
    attributes: int
    layout: str  # of the rows that the portions are runs of

    def file(self, number: int) -> Path:
        return self.folder / f"{number:06d}.parquet"

    def note(self, number: int) -> Path:
        return self.folder / f"{number:06d}.json"


def is_made(portion: Portion, *, order: Order) -> bool:
    return order.note(portion.number).is_file() and order.file(portion.number).is_file()


def made_before(portion: Portion, *, order: Order) -> Made:
    return Made.model_validate_json(order.note(portion.number).read_bytes())


def make(portion: Portion, *, order: Order) -> Made:
    cv2.setNumThreads(1)  # the processes share the cores already
    aside = order.file(portion.number).with_suffix(".partial")
    writer = ShardWriter(aside, attributes=order.attributes)
    counting = Counting()
    try:
        for picture in _pictures(portion, order=order, counting=counting):
            writer.add(picture)
    except BaseException:
        writer.abandon()
        raise
    made = Made(
        number=portion.number, split=portion.split, shard=writer.close(), tally=counting.tally()
    )
    aside.rename(order.file(portion.number))
    write_text(order.note(portion.number), made.model_dump_json())
    return made


def _pictures(portion: Portion, *, order: Order, counting: Counting) -> Iterator[Picture]:
    """Each parent and then its copies; val and test pass as they are."""
    draws = Draws(order.policy)
    parents = pictures_of(portion.groups)
    for parent, instances in zip(parents, portion.instances, strict=True):
        copies = list(copies_of(parent, draws=draws, instances=instances, seed=order.seed))
        if portion.split == "train":
            counting.add(parent, copies)
        yield parent
        yield from (copy.picture for copy in copies)
