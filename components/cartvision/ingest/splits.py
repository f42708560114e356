"""Which split a group belongs to: its own name and the seed decide, never the other groups."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from cartvision.data.picture import SPLITS, Split
from cartvision.errors import InputError

GOLDEN = 0x9E3779B97F4A7C15  # 2**64 / golden ratio: its multiples spread evenly over the circle
SEEDS_TRIED = 200  # when looking for a seed to recommend

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


def require_all_splits(groups: Iterable[str], *, seed: int, shares: Shares) -> None:
    """InputError if a split that has a share gets no group, with what to do."""
    names = sorted(set(groups))
    empty = _empty(names, seed=seed, shares=shares)
    if empty:
        seeds = range(seed + 1, seed + 1 + SEEDS_TRIED)
        fitting = [other for other in seeds if not _empty(names, seed=other, shares=shares)]
        advice = f"use --seed {fitting[0]}" if fitting else "give more groups or larger shares"
        raise InputError(
            f"with --seed {seed} no group falls into {' or '.join(empty)} "
            f"({len(names)} groups): {advice}"
        )


def _empty(groups: list[str], *, seed: int, shares: Shares) -> list[Split]:
    held = Counter(split_of(group, seed=seed, shares=shares) for group in groups)
    return [split for split in SPLITS if shares.of(split) > 0 and not held[split]]
