"""Which pictures a shard takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from cartvision.data.picture import Picture
from cartvision.errors import InputError


@dataclass(frozen=True)
class Shard:
    """One of `count` parts of a dataset; `number` counts from 1."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """From "2/4"."""
        number, count = text.split("/")
        return cls(int(number), int(count))

    def size(self, pictures: int) -> int:
        """How many of so many pictures this shard takes."""
        return len(range(self.number - 1, pictures, self.count))


def part(pictures: Iterable[Picture], *, shard: Shard) -> Iterator[Picture]:
    for number, picture in enumerate(pictures):
        if number % shard.count == shard.number - 1:
            yield picture


def originals(pictures: Iterable[Picture]) -> Iterator[Picture]:
    """The pictures, none of which may be a copy already."""
    for picture in pictures:
        if picture.copy:
            raise InputError(
                f"{picture.path} is a copy: this dataset went through augment already. "
                "Give the one that ingest wrote."
            )
        yield picture
