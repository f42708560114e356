"""Which split each picture belongs to.

Groups are the unit, and pictures that nearly equal each other draw their groups together. What was
placed before stays; then official splits hold; then a group's own name decides. Where these pull
apart the newcomer yields: it is left out rather than let a copy cross.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cartvision.data.picture import Split
from cartvision.data.splits import Shares
from cartvision.ingest.balance import Family, balanced
from cartvision.ingest.memory import Remembered
from cartvision.vision.likeness import Numbers

RANK: Mapping[Split | None, int] = {"test": 3, "val": 2, "train": 1, None: 0}

Node = tuple[str, str]  # a group, and the official split that it is a part by, or ""
Near = tuple[int, Numbers]  # a picture, and those after it that it nearly equals
Rank = tuple[int, str, str]


@dataclass(frozen=True)
class Standing:
    """A picture that waits for its place, or one that has its place from an earlier run."""

    name: str
    group: str
    official: Split | None = None
    remembered: Remembered | None = None
    categories: frozenset[str] = frozenset()
    present: bool = True  # not only remembered

    @property
    def firmness(self) -> int:
        """Whose place stands where two that nearly equal each other are placed apart."""
        return 2 if self.remembered else int(self.official is not None)


@dataclass(frozen=True)
class Crossing:
    """Two pictures, or two halves of a group, in two splits that were given to us so."""

    first: str
    second: str
    splits: tuple[Split, Split]


@dataclass
class Placement:
    """Where everything goes."""

    groups: list[str] = field(default_factory=list)  # of each picture, in their order
    splits: dict[str, Split] = field(default_factory=dict)  # of each group
    yielding: dict[int, int] = field(default_factory=dict)  # left out → what it nearly equals
    crossings: dict[tuple[str, str], Crossing] = field(default_factory=dict)
    joined: int = 0  # groups that became part of another
    pairs: int = 0  # that nearly equal each other

    def tell(self, first: str, second: str, splits: Sequence[Split | None]) -> None:
        """Of something that stands in two splits because it was given so."""
        one, other, *_ = [split for split in splits if split]
        self.crossings[first, second] = Crossing(first, second, (one, other))


def place(
    pictures: Sequence[Standing], near: Iterable[Near], *, shares: Shares, seed: int
) -> Placement:
    """Every picture's group and every group's split; `near` may be gone through again."""
    placement = Placement()
    nodes, homes = _given(pictures, placement)
    families = _Families(nodes, homes)
    for pair in sorted(_join_the_free(near, families, pictures, placement)):
        _, (first, second) = pair
        if not placement.yielding.keys() & {first, second} and not families.join(first, second):
            _settle((first, second), pictures, families=families, placement=placement)
    if placement.yielding:  # who yields leaves neighbours that were not looked at
        _let_yield(near, families, pictures, placement)
    placement.groups = families.names_of()
    placement.joined = len(set(nodes)) - len(set(placement.groups))
    placement.splits = balanced(
        _members(placement, pictures), fixed=families.fixed(), shares=shares, seed=seed
    )
    return placement


class _Families:
    """Groups drawn together; a family has the name of its placed member, else of its first."""

    def __init__(self, nodes: Sequence[Node], homes: Mapping[Node, Split]) -> None:
        ordered = sorted(set(nodes), key=lambda node: (node not in homes, node))
        number = {node: place for place, node in enumerate(ordered)}
        self.of = np.array([number[node] for node in nodes], dtype=np.int64)  # of each picture
        self.home = [homes.get(node) for node in ordered]
        self._names = _named(ordered)

    def home_of(self, picture: int) -> Split | None:
        return self.home[int(self.of[picture])]

    def join(self, first: int, second: int) -> bool:
        """Of two pictures; False where they are placed apart."""
        one, other = sorted((int(self.of[first]), int(self.of[second])))
        if self.home[other] not in (None, self.home[one]):
            return False
        self.of[self.of == other] = one
        return True

    def names_of(self) -> list[str]:
        return [self._names[number] for number in self.of.tolist()]

    def fixed(self) -> dict[str, Split]:
        return {name: home for name, home in zip(self._names, self.home, strict=True) if home}


def _named(nodes: Sequence[Node]) -> list[str]:
    """A group that official splits divide has their names added, none of which is another's."""
    plain = {group for group, part in nodes if not part}
    names = []
    for group, part in nodes:
        name = f"{group} ({part})" if part else group
        while part and name in plain:
            name += "'"
        names.append(name)
    return names


def _join_the_free(
    near: Iterable[Near],
    families: _Families,
    pictures: Sequence[Standing],
    placement: Placement,
) -> set[tuple[Rank, tuple[int, int]]]:
    """Draw together what is not placed; the pairs with a placed one, a few for each picture."""
    waiting: dict[tuple[int, Split], tuple[Rank, tuple[int, int]]] = {}
    for first, after in near:
        placement.pairs += len(after)
        for second in after[families.of[after] != families.of[first]].tolist():
            homes = families.home_of(first), families.home_of(second)
            if homes == (None, None):
                families.join(first, second)
                continue
            ranked = (_rank(first, second, families, pictures), (first, second))
            for picture, home in zip((first, second), reversed(homes), strict=True):
                if home:
                    known = waiting.get((picture, home), ranked)
                    waiting[picture, home] = min(known, ranked)
    return set(waiting.values())


def _let_yield(
    near: Iterable[Near], families: _Families, pictures: Sequence[Standing], placement: Placement
) -> None:
    """Whatever still crosses is left out, until nothing does."""
    for first, after in near:
        for second in after[families.of[after] != families.of[first]].tolist():
            apart = families.home_of(first) != families.home_of(second)
            if apart and not placement.yielding.keys() & {first, second}:
                _settle((first, second), pictures, families=families, placement=placement)


def _given(
    pictures: Sequence[Standing], placement: Placement
) -> tuple[list[Node], dict[Node, Split]]:
    """Each picture's group, and the split of the groups that have one already."""
    homes, known = _remembered(pictures, placement)
    official: dict[str, set[Split]] = defaultdict(set)
    for picture in pictures:
        if picture.official and not picture.remembered:
            official[picture.group].add(picture.official)
    for group in official.keys() & known.keys():
        official[group].add(homes[known[group]])
    divided = {group for group, splits in official.items() if len(splits) > 1}
    for group in sorted(divided):
        placement.tell(group, group, sorted(official[group]))
    nodes = [_node(picture, divided=divided, known=known) for picture in pictures]
    for picture, node in zip(pictures, nodes, strict=True):
        if picture.official and not picture.remembered:
            homes[node] = picture.official
    return nodes, homes


def _remembered(
    pictures: Sequence[Standing], placement: Placement
) -> tuple[dict[Node, Split], dict[str, Node]]:
    """The split of each group of earlier runs, and which of them a source's group is now."""
    homes: dict[Node, Split] = {}
    known: dict[str, Node] = {}
    parts: dict[str, set[Split]] = defaultdict(set)
    placed = [picture for picture in pictures if picture.remembered]
    for picture in sorted(placed, key=_by_rank):
        was = picture.remembered
        assert was is not None
        homes[was.group, ""] = was.split
        known.setdefault(was.given, (was.group, ""))
        known.setdefault(picture.group, (was.group, ""))
        parts[picture.group].add(was.split)
        if picture.official not in (None, was.split):
            placement.tell(
                picture.name, "its place of an earlier run", [picture.official, was.split]
            )
    for group, splits in parts.items():
        if len(splits) > 1:
            placement.tell(group, group, sorted(splits))
    return homes, known


def _by_rank(picture: Standing) -> tuple[int, str, str]:
    was = picture.remembered
    assert was is not None
    return -RANK[was.split], was.group, picture.name


def _node(picture: Standing, *, divided: set[str], known: Mapping[str, Node]) -> Node:
    """The group; one that its official splits divide counts as several."""
    if picture.remembered:
        return picture.remembered.group, ""
    if picture.official and picture.group in divided:
        return picture.group, picture.official
    return known.get(picture.group, (picture.group, ""))


def _rank(first: int, second: int, families: _Families, pictures: Sequence[Standing]) -> Rank:
    """Pairs with a test picture come first: an unplaced group is drawn to the test."""
    strongest = max(RANK[families.home_of(number)] for number in (first, second))
    one, other = sorted((pictures[first].name, pictures[second].name))
    return -strongest, one, other


def _settle(
    pair: tuple[int, int],
    pictures: Sequence[Standing],
    *,
    families: _Families,
    placement: Placement,
) -> None:
    """Two that nearly equal are placed apart: tell of it if we were told so, else one yields."""
    first, second = pair
    firm = pictures[first].firmness, pictures[second].firmness
    if firm == (2, 2):
        return  # told of in the run that placed them
    homes = families.home_of(first), families.home_of(second)
    if firm == (1, 1):
        placement.tell(pictures[first].name, pictures[second].name, list(homes))
        return
    strength = [(firm[number], RANK[homes[number]]) for number in (0, 1)]
    loser, winner = (first, second) if strength[0] < strength[1] else (second, first)
    placement.yielding[loser] = winner


def _members(placement: Placement, pictures: Sequence[Standing]) -> dict[str, Family]:
    """What each family brings into the dataset: its pictures and their categories."""
    found: dict[str, Family] = {}
    for number, (picture, name) in enumerate(zip(pictures, placement.groups, strict=True)):
        if picture.present and number not in placement.yielding:
            family = found.setdefault(name, Family())
            family.pictures += 1
            family.categories |= picture.categories
    return found
