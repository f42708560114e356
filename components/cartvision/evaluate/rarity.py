"""Which products training had little of."""

from collections.abc import Callable, Mapping

from cartvision.data.counting import name_of
from cartvision.data.picture import Product


def rare_by(counted: Mapping[str, int]) -> Callable[[Product], bool]:
    """The rarer half of the names, and those that training lacks; what has no name is never rare.

    Without any name in training nothing is known to be rare.
    """
    names = sorted(filter(None, counted), key=lambda name: (-counted[name], name))
    common = set(names[: (len(names) + 1) // 2])

    def is_rare(item: Product) -> bool:
        name = name_of(item)
        return bool(names) and bool(name) and name not in common

    return is_rare
