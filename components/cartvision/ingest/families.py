"""Groups drawn together because pictures of theirs nearly equal each other."""

from collections.abc import Mapping, Sequence

import numpy as np

from cartvision.data.picture import Split
from cartvision.ingest.standing import Node


class Families:
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
