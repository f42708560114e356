"""Classes a model tells apart: one for all products, or the taxonomy cut at a level."""

from collections.abc import Iterable, Mapping, Sequence

from cartvision.data.picture import BETWEEN
from cartvision.errors import InputError

ANYTHING = "product"  # the only class of level 0
UNKNOWN = -1  # the class of what no class is known for


def classes_at(level: int, *, taxonomy: Sequence[str]) -> list[str]:
    """The classes of a level, sorted: 0 is "product", 1 "Drinks", 2 "Drinks > Soda".

    A path that ends above the level is a class as it is, unless others go on from it.
    """
    if level == 0:
        return [ANYTHING]
    steps = [path.split(BETWEEN) for path in taxonomy if path]
    deepest = max(map(len, steps), default=0)
    if level > deepest:
        raise InputError(
            f"there is no level {level} in the dataset's taxonomy, which has {deepest}: "
            "choose one of these, or 0 for a single class"
        )
    nodes = {tuple(path[:level]) for path in steps}
    inner = {node[:depth] for node in nodes for depth in range(1, len(node))}
    return sorted(BETWEEN.join(node) for node in nodes - inner)


def numbered(classes: Iterable[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(classes)}


def kind_of(category: str, *, classes: Mapping[str, int]) -> int:
    """The place of the deepest class that a category lies in; a single class takes everything."""
    if len(classes) == 1:
        return 0
    steps = category.split(BETWEEN)
    paths = (BETWEEN.join(steps[:depth]) for depth in range(len(steps), 0, -1))
    return next((classes[path] for path in paths if path in classes), UNKNOWN)
