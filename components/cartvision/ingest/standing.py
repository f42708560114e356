"""What is known of where pictures belong before any is placed: earlier runs and official splits."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cartvision.data.picture import Split
from cartvision.ingest.memory import Remembered

RANK: Mapping[Split | None, int] = {"test": 3, "val": 2, "train": 1, None: 0}

Node = tuple[str, str]  # a group, and the official split that it is a part by, or ""


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


def given_places(
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
