"""Which split each picture belongs to.

Groups are the unit, and pictures that nearly equal each other draw their groups together. What was
placed before stays; then official splits hold; then a group's own name decides. Where these pull
apart the newcomer yields: it is left out rather than let a copy cross.
"""

from collections.abc import Iterable, Sequence

from cartvision.data.picture import Split
from cartvision.data.splits import Shares
from cartvision.ingest.balance import Family, balanced
from cartvision.ingest.families import Families
from cartvision.ingest.standing import RANK, Placement, Standing, given_places
from cartvision.vision.likeness import Numbers

Near = tuple[int, Numbers]  # a picture, and those after it that it nearly equals
Rank = tuple[int, str, str]


def place(
    pictures: Sequence[Standing], near: Iterable[Near], *, shares: Shares, seed: int
) -> Placement:
    """Every picture's group and every group's split; `near` may be gone through again."""
    placement = Placement()
    nodes, homes = given_places(pictures, placement)
    families = Families(nodes, homes)
    for _, pair in sorted(_join_the_free(near, families, pictures, placement)):
        _join_or_settle(pair, pictures, families=families, placement=placement)
    while placement.yielding and _sweep(near, families, pictures, placement):
        pass  # who yields leaves neighbours that were not looked at
    placement.groups = families.names_of()
    placement.joined = len(set(nodes)) - len(set(placement.groups))
    placement.splits = balanced(
        _members(placement, pictures), fixed=families.fixed(), shares=shares, seed=seed
    )
    return placement


def _join_the_free(
    near: Iterable[Near],
    families: Families,
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


def _sweep(
    near: Iterable[Near], families: Families, pictures: Sequence[Standing], placement: Placement
) -> bool:
    """All pairs again; whether that moved anything."""
    moved = False
    for first, after in near:
        for second in after[families.of[after] != families.of[first]].tolist():
            moved |= _join_or_settle(
                (first, second), pictures, families=families, placement=placement
            )
    return moved


def _rank(first: int, second: int, families: Families, pictures: Sequence[Standing]) -> Rank:
    """Pairs with a test picture come first: an unplaced group is drawn to the test."""
    strongest = max(RANK[families.home_of(number)] for number in (first, second))
    one, other = sorted((pictures[first].name, pictures[second].name))
    return -strongest, one, other


def _join_or_settle(
    pair: tuple[int, int],
    pictures: Sequence[Standing],
    *,
    families: Families,
    placement: Placement,
) -> bool:
    """Whether the two, which nearly equal, were joined or one of them left out."""
    yielded = len(placement.yielding)
    if placement.yielding.keys() & set(pair):
        return False
    if families.join(*pair):
        return True
    _settle(pair, pictures, families=families, placement=placement)
    return len(placement.yielding) > yielded


def _settle(
    pair: tuple[int, int],
    pictures: Sequence[Standing],
    *,
    families: Families,
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
