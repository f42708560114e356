"""The splits of groups that have none yet: by name, then so that no split lacks a category."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from cartvision.data.picture import Split
from cartvision.data.splits import Shares, split_of
from cartvision.errors import InputError

NEEDS: tuple[Split, ...] = ("train", "test", "val")  # who comes first where there is little
ANYTHING = ""  # a category that every group has: no split may be empty

Holders = dict[str, dict[Split, set[str]]]  # category → split → families that have it there


@dataclass
class Family:
    """Groups that go together: how many pictures, of what."""

    pictures: int = 0
    categories: set[str] = field(default_factory=set)


def balanced(
    families: Mapping[str, Family], *, fixed: Mapping[str, Split], shares: Shares, seed: int
) -> dict[str, Split]:
    """A family's name alone decides, except for the huge and the few that a rare category moves."""
    free = {name for name in families if name not in fixed}
    splits = {
        name: fixed[name] if name in fixed else split_of(name, seed=seed, shares=shares)
        for name in families
    }
    if free:
        wanted = [split for split in NEEDS if shares.of(split) > 0]
        _train_the_huge(splits, families, free=free, shares=shares)
        _spread(splits, families, free=free, wanted=wanted)
        _require_all(splits, wanted=wanted)
    return splits


def _train_the_huge(
    splits: dict[str, Split], families: Mapping[str, Family], *, free: set[str], shares: Shares
) -> None:
    """A family that alone is more than its split's share of all pictures belongs into train."""
    pictures = sum(family.pictures for family in families.values())
    for name in free:
        if families[name].pictures > shares.of(splits[name]) * pictures:
            splits[name] = "train"


def _spread(
    splits: dict[str, Split], families: Mapping[str, Family], *, free: set[str], wanted: list[Split]
) -> None:
    """Bring something, then each category, the rarest first, into every split it can reach."""
    holders = _holders(splits, families)
    spread = {kind: sum(map(len, where.values())) for kind, where in holders.items()}
    for kind in sorted(holders, key=lambda kind: (kind != ANYTHING, spread[kind], kind)):
        for split in wanted[: spread[kind]]:
            if not holders[kind][split]:
                mover = _mover(kind, holders, families, splits, free=free, wanted=wanted)
                if mover:
                    _move(mover, to=split, splits=splits, families=families, holders=holders)


def _holders(splits: Mapping[str, Split], families: Mapping[str, Family]) -> Holders:
    holders: Holders = defaultdict(lambda: defaultdict(set))
    for name, family in families.items():
        for kind in family.categories | {ANYTHING}:
            holders[kind][splits[name]].add(name)
    return holders


def _mover(
    kind: str,
    holders: Holders,
    families: Mapping[str, Family],
    splits: Mapping[str, Split],
    *,
    free: set[str],
    wanted: list[Split],
) -> str | None:
    """The smallest family of this kind that its own split can spare."""

    def spared(name: str) -> bool:
        here = splits[name]
        for other in {ANYTHING} if kind == ANYTHING else families[name].categories | {ANYTHING}:
            reach = wanted[: sum(map(len, holders[other].values()))]
            if here in reach and len(holders[other][here]) < 2:
                return False
        return True

    having = [name for names in holders[kind].values() for name in names if name in free]
    able = sorted(having, key=lambda name: (families[name].pictures, name))
    return next(filter(spared, able), None)


def _move(
    name: str,
    *,
    to: Split,
    splits: dict[str, Split],
    families: Mapping[str, Family],
    holders: Holders,
) -> None:
    for kind in families[name].categories | {ANYTHING}:
        holders[kind][splits[name]].discard(name)
        holders[kind][to].add(name)
    splits[name] = to


def _require_all(splits: Mapping[str, Split], *, wanted: list[Split]) -> None:
    empty = [split for split in wanted if split not in splits.values()]
    if empty:
        raise InputError(
            f"{len(splits)} group{'s' * (len(splits) > 1)} cannot fill {', '.join(wanted)}: "
            f"nothing is left for {' and '.join(empty)}. "
            "Give more groups, or a share of 0 to a split"
        )
