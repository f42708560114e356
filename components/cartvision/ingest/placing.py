"""Which split each picture belongs to.

Groups are the unit, and pictures that nearly equal each other draw their groups together. What was
placed before stays; then official splits hold; then a group's own name decides. Where these pull
apart the newcomer yields: it is left out rather than let a copy cross.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from cartvision.data.picture import Split
from cartvision.data.splits import Shares
from cartvision.ingest.balance import Family, balanced
from cartvision.ingest.memory import Remembered

RANK = {"test": 3, "val": 2, "train": 1, None: 0}


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
    crossings: list[Crossing] = field(default_factory=list)
    joined: int = 0  # groups that became part of another


def place(
    pictures: Sequence[Standing], pairs: Iterable[tuple[int, int]], *, shares: Shares, seed: int
) -> Placement:
    """Every picture's group and every group's split; `pairs` are those that nearly equal."""
    placement = Placement()
    nodes, homes = _given(pictures, placement)
    families = _Families(homes)
    firmest = sorted(pairs, key=lambda pair: _order(pair, pictures, nodes, homes))
    for pair in firmest:
        first, second = pair
        if not placement.yielding.keys() & pair and not families.join(nodes[first], nodes[second]):
            splits = families.home(nodes[first]), families.home(nodes[second])
            _settle(pair, pictures, splits=splits, placement=placement)
    placement.groups = [families.name(node) for node in nodes]
    placement.joined = len(set(nodes)) - len(set(placement.groups))
    placement.splits = balanced(
        _members(placement, pictures), fixed=families.homes, shares=shares, seed=seed
    )
    return placement


class _Families:
    """Groups drawn together; a family has the name of its placed member, else of its first."""

    def __init__(self, homes: dict[str, Split]) -> None:
        self.homes = dict(homes)
        self._parent: dict[str, str] = {}

    def name(self, group: str) -> str:
        while (above := self._parent.get(group, group)) != group:
            self._parent[group] = self._parent.get(above, above)
            group = above
        return group

    def home(self, group: str) -> Split:
        return self.homes[self.name(group)]

    def join(self, first: str, second: str) -> bool:
        """False where the two are placed apart."""
        names = {self.name(first), self.name(second)}
        one, *others = sorted(names, key=lambda name: (name not in self.homes, name))
        if any(
            self.homes.get(other, self.homes.get(one)) != self.homes.get(one) for other in others
        ):
            return False
        for other in others:
            self._parent[other] = one
        return True


def _given(
    pictures: Sequence[Standing], placement: Placement
) -> tuple[list[str], dict[str, Split]]:
    """Each picture's group, and the split of the groups that have one already."""
    homes, known = _remembered(pictures)
    official: dict[str, set[Split]] = defaultdict(set)
    for picture in pictures:
        if picture.official and not picture.remembered:
            official[picture.group].add(picture.official)
    for group in official.keys() & known.keys():
        official[group].add(homes[known[group]])
    divided = {group for group, splits in official.items() if len(splits) > 1}
    for group in sorted(divided):
        one, other, *_ = sorted(official[group])
        placement.crossings.append(Crossing(group, group, (one, other)))
    nodes = [_node(picture, divided=divided, known=known) for picture in pictures]
    for picture, node in zip(pictures, nodes, strict=True):
        if picture.official and not picture.remembered:
            homes[node] = picture.official
    return nodes, homes


def _remembered(pictures: Sequence[Standing]) -> tuple[dict[str, Split], dict[str, str]]:
    """The split of each group of earlier runs, and the group that each source's group became."""
    placed = [picture.remembered for picture in pictures if picture.remembered]
    homes = {picture.group: picture.split for picture in placed}
    known: dict[str, str] = {}
    for picture in sorted(placed, key=lambda picture: (-RANK[picture.split], picture.group)):
        known.setdefault(picture.given, picture.group)
    return homes, known


def _node(picture: Standing, *, divided: set[str], known: dict[str, str]) -> str:
    """The group; one that its official splits divide counts as several."""
    if picture.remembered:
        return picture.remembered.group
    if picture.official and picture.group in divided:
        return f"{picture.group} ({picture.official})"
    return known.get(picture.group, picture.group)


def _order(
    pair: tuple[int, int],
    pictures: Sequence[Standing],
    nodes: Sequence[str],
    homes: dict[str, Split],
) -> tuple[int, list[str]]:
    """Pairs with a test picture come first: an unplaced group is drawn to the test."""
    return (
        -max(RANK[homes.get(nodes[number])] for number in pair),
        sorted(pictures[number].name for number in pair),
    )


def _settle(
    pair: tuple[int, int],
    pictures: Sequence[Standing],
    *,
    splits: tuple[Split, Split],
    placement: Placement,
) -> None:
    """Two that nearly equal are placed apart: report it if we were told so, else one yields."""
    first, second = pair
    firm = pictures[first].firmness, pictures[second].firmness
    if firm == (2, 2):
        return  # told of in the run that placed them
    if firm == (1, 1):
        names = pictures[first].name, pictures[second].name
        placement.crossings.append(Crossing(*names, splits))
        return
    strength = [(firm[number], RANK[splits[number]]) for number in (0, 1)]
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
