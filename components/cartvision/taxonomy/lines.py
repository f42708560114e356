"""YAML read as text, with the line of everything.

`yes`, `no` and `007` stay words, and a key that is said twice is a fault: YAML's own reading
loses both. It is put together from the parser's events: for ten thousand categories, YAML's own
nodes alone take longer than all of it.
"""

from pathlib import Path
from typing import NamedTuple

import yaml

from cartvision.errors import InputError
from cartvision.taxonomy.draft import Word
from cartvision.taxonomy.faults import Fault

DEEPEST = 220  # lists and mappings in each other: two for a category


class Items(NamedTuple):
    """A list."""

    nodes: list["Node"]
    line: int


class Fields(NamedTuple):
    """A mapping."""

    said: dict[str, "Node"]
    lines: dict[str, int]  # of the keys
    line: int


Node = Word | Items | Fields


def read_text(path: Path) -> str:
    """A byte order mark is none of the text."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{path} is no text in UTF-8") from None


def read_yaml(path: Path, *, faults: list[Fault]) -> Node | None:
    """None where there is nothing, or nothing that can be read."""
    return _Composer(str(path), faults).compose(read_text(path))


class _Composer:
    """Puts together what the parser says piece by piece."""

    def __init__(self, file: str, faults: list[Fault]) -> None:
        self._file = file
        self._faults = faults
        self._open: list[Items | Fields] = []
        self._keys: list[Word | None] = []  # of each open mapping, the key whose value comes
        self._top: Node | None = None

    def compose(self, text: str) -> Node | None:
        try:
            for event in yaml.parse(text, Loader=yaml.CSafeLoader):
                self._take(event)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)  # an error of characters has none
            said = getattr(error, "problem", None) or str(error)
            self._fault(mark.line + 1 if mark else 1, f"this is not YAML: {said}")
            return None
        return self._top

    def _fault(self, line: int, said: str) -> None:
        self._faults.append(Fault(self._file, line, said))

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._put(Word(event.value, _line(event)))
        elif isinstance(event, yaml.SequenceStartEvent):
            self._start(Items([], _line(event)))
        elif isinstance(event, yaml.MappingStartEvent):
            self._start(Fields({}, {}, _line(event)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._keys.pop()
            self._put(self._open.pop())
        elif isinstance(event, yaml.AliasEvent):
            said = f"*{event.anchor} is not read: write out what it stands for"
            self._fault(_line(event), said)
            self._put(Word("", _line(event)))

    def _start(self, node: Items | Fields) -> None:
        if len(self._open) == DEEPEST:
            raise yaml.MarkedYAMLError(
                problem=f"more than {DEEPEST} levels of lists and keys",
                problem_mark=yaml.Mark("", 0, node.line - 1, 0, None, 0),
            )
        self._open.append(node)
        self._keys.append(None)

    def _put(self, node: Node) -> None:
        if not self._open:
            if self._top is not None:
                self._fault(node.line, "a second document: write one in a file")
            self._top = self._top or node
            return
        into = self._open[-1]
        if isinstance(into, Items):
            into.nodes.append(node)
        elif (key := self._keys[-1]) is None:
            self._keys[-1] = self._key(node)
        else:
            self._keys[-1] = None
            self._say(into, key=key, node=node)

    def _key(self, node: Node) -> Word:
        if isinstance(node, Word):
            return node
        self._fault(node.line, "a key is a word")
        return Word("", node.line)

    def _say(self, into: Fields, *, key: Word, node: Node) -> None:
        if key.text in into.said:
            first = into.lines[key.text]
            self._fault(key.line, f"{key.text!r} is said twice here, first in line {first}")
            return
        into.said[key.text] = node
        into.lines[key.text] = key.line


def _line(event: yaml.Event) -> int:
    assert event.start_mark is not None
    return event.start_mark.line + 1
