"""Which split a group belongs to: its own name and the seed decide, never the other groups."""

import hashlib
import re
from dataclasses import dataclass

from cartvision.data.picture import Split

GOLDEN = 0x9E3779B97F4A7C15  # 2**64 / golden ratio: its multiples spread evenly over the circle

LAST_NUMBER = re.compile(r"(\d+)(?=\D*$)")


@dataclass(frozen=True)
class Shares:
    """How much of the groups goes where; train has the rest."""

    val: float
    test: float

    def of(self, split: Split) -> float:
        return {"val": self.val, "test": self.test, "train": 1 - self.val - self.test}[split]


def split_of(group: str, *, seed: int, shares: Shares) -> Split:
    """The split of a group, whatever else the dataset holds."""
    place = _place(group, seed=seed)
    if place < shares.val:
        return "val"
    return "test" if place < shares.val + shares.test else "train"


def _place(group: str, *, seed: int) -> float:
    """A point in [0, 1): a hash of the name, turned by the golden angle times its last number.

    Numbered groups (store-1, store-2, …) spread far more evenly so than by the hash alone, and
    twelve in a row leave no share of 15 % empty.
    """
    number = LAST_NUMBER.search(group)
    turns = int(number[1]) if number else 0
    name = LAST_NUMBER.sub("#", group)
    digest = hashlib.sha256(f"{seed}\n{name}".encode()).digest()
    return float(((int.from_bytes(digest[:8], "big") + turns * GOLDEN) % 2**64) / 2**64)
