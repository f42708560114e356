"""One YAML file, asked for what it should hold; what is not so is a fault with its line."""

from collections.abc import Collection, Iterator
from pathlib import Path

from cartvision.taxonomy.draft import Word
from cartvision.taxonomy.faults import Fault
from cartvision.taxonomy.lines import Fields, Items, Node, read_yaml
from cartvision.taxonomy.nearest import did_you_mean

NOTHING = Fields({}, {}, 1)


class Page:
    """A file and its faults."""

    def __init__(self, path: Path, *, faults: list[Fault]) -> None:
        self.file = str(path)
        self._faults = faults
        self.top = read_yaml(path, faults=faults)

    def fault(self, line: int, said: str) -> None:
        self._faults.append(Fault(self.file, line, said))

    def fields(self) -> Fields:
        """The whole file, which is to be keys and what they say."""
        if isinstance(self.top, Fields):
            return self.top
        if self.top is not None:
            self.fault(self.top.line, "the file is to begin with `key: …`")
        return NOTHING

    def each(self, node: Node | None, *, what: str) -> Iterator[Fields]:
        """The mappings of a list; of nothing, none."""
        if node is None:
            return
        if not isinstance(node, Items):
            self.fault(node.line, f"{what} are to be a list, each with a dash before it")
            return
        for item in node.nodes:
            if isinstance(item, Fields):
                yield item
            else:
                self.fault(item.line, f"each of the {what} is to be `id: …` and `name: …`")

    def only(self, fields: Fields, *, known: Collection[str]) -> None:
        """A fault for each key that means nothing here."""
        for key in fields.said.keys() - known:
            there = f"; there are {', '.join(known)}"
            said = did_you_mean(key, known) or there
            self.fault(fields.lines[key], f"unknown key {key!r}{said}")

    def word(self, fields: Fields, key: str) -> Word | None:
        """None where the key is not there, or is told as no word."""
        node = fields.said.get(key)
        if node is None or isinstance(node, Word):
            return node
        self.fault(node.line, f"{key} is to be one word or sentence")
        return None

    def text(self, fields: Fields, key: str, *, missing: str = "") -> str:
        found = self.word(fields, key)
        return missing if found is None else found.text

    def required(self, fields: Fields, key: str, *, of: str) -> str:
        """What must be there; a fault's line stands for it, so that reading can go on."""
        if key not in fields.said:
            self.fault(fields.line, f"{of} has no {key}")
        return self.text(fields, key, missing=f"(line {fields.line})")

    def words(self, fields: Fields, key: str) -> tuple[Word, ...]:
        node = fields.said.get(key)
        if node is None:
            return ()
        if not isinstance(node, Items):
            self.fault(node.line, f"{key} is to be a list: [one, another]")
            return ()
        for item in node.nodes:
            if not isinstance(item, Word):
                self.fault(item.line, f"{key} is to be a list of words")
        return tuple(item for item in node.nodes if isinstance(item, Word))
