"""The two files that GS1 publishes of one classification, as the same nodes.

JSON: `Schema` → `Level`, `Code`, `Title`, `Definition`, `Active`, `Childs`, and again. XML:
`segment`, `family`, `class`, `brick`, `attType`, `attValue`, each with `code` and `text`.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

from cartvision.errors import InputError
from cartvision.taxonomy.faults import Fault
from cartvision.taxonomy.lines import read_text

LEVELS = {"segment": 1, "family": 2, "class": 3, "brick": 4, "attType": 5, "attValue": 6}
CODE = re.compile(r'(?<!\\)"Code"\s*:\s*"?(\w+)')


@dataclass(frozen=True, slots=True)
class Node:
    """A segment, family, class, brick, attribute or value."""

    level: int  # 1 is a segment, 5 an attribute, 6 a value
    code: str
    title: str
    definition: str
    is_active: bool
    line: int
    children: list["Node"] = field(default_factory=list)

    @property
    def is_asked(self) -> bool:
        """An attribute, which is none of the tree's categories."""
        return self.level == LEVELS["attType"]


@dataclass(frozen=True)
class Published:
    """What a file holds."""

    nodes: list[Node]
    language: str
    date: str  # as the file says it
    faults: list[Fault] = field(default_factory=list)


def read_json(path: Path) -> Published:
    text = read_text(path)
    try:
        said = json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"{path}:{error.lineno}: this is not JSON: {error.msg}") from None
    except RecursionError:
        raise InputError(
            f"{path}: lists and objects lie in each other too deep to be read: is it GS1's JSON of "
            "the whole?"
        ) from None
    if not isinstance(said, dict) or not isinstance(said.get("Schema"), list):
        raise InputError(f'{path}:1: there is no list "Schema": is it GS1\'s JSON of the whole?')
    reading = _Json(str(path), text)
    nodes = [reading.node(one, level=1) for one in said["Schema"]]
    told = {key: str(said.get(key) or "") for key in ("LanguageCode", "DateUtc")}
    return Published(nodes, told["LanguageCode"], told["DateUtc"], reading.faults)


class _Json:
    """Nodes with their lines, which the parser does not tell: the codes are looked up."""

    def __init__(self, file: str, text: str) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._lines: dict[str, Iterator[int]] = {
            code: iter(lines) for code, lines in _lines_of_codes(text).items()
        }
        self._last = 1  # what has no code lies behind it

    def node(self, said: Any, *, level: int) -> Node:
        if not isinstance(said, dict) or not said.get("Code"):
            self._fault("a node has no Code")
            return Node(level, "?", "?", "", is_active=False, line=self._last)
        code = str(said["Code"])
        self._last = next(self._lines.get(code, iter(())), self._last)
        line = self._last
        if said.get("Level", level) != level:
            self._fault(f"{code} is of level {said['Level']}, and lies in level {level - 1}")
        below = said.get("Childs") or []
        if not isinstance(below, list):
            self._fault(f"the Childs of {code} are no list")
            below = []
        if below and level == LEVELS["attValue"]:
            self._fault(f"{code} is a value, of level {level}, and has Childs")
            below = []
        children = [self.node(child, level=level + 1) for child in below]
        return Node(
            level,
            code,
            str(said.get("Title") or "").strip(),
            str(said.get("Definition") or "").strip(),
            is_active=said.get("Active", True) is not False,
            line=line,
            children=children,
        )

    def _fault(self, said: str) -> None:
        self.faults.append(Fault(self._file, self._last, said))


def _lines_of_codes(text: str) -> dict[str, list[int]]:
    """In the file's order."""
    lines: dict[str, list[int]] = defaultdict(list)
    line, at = 1, 0
    for found in CODE.finditer(text):
        line += text.count("\n", at, found.start())
        at = found.start()
        lines[found[1]].append(line)
    return lines


def read_xml(path: Path) -> Published:
    reading = _Xml(str(path))
    try:
        reading.parser.Parse(path.read_bytes(), True)
    except expat.ExpatError as error:
        said = expat.errors.messages[error.code]
        raise InputError(f"{path}:{error.lineno}: this is not XML: {said}") from None
    except (ValueError, LookupError) as error:  # of an encoding that the parser does not know
        raise InputError(f"{path}: {error}: save it as UTF-8") from None
    head = reading.head
    return Published(reading.top, head.get("languageCode", ""), head.get("dateUtc", ""))


class _Xml:
    """Elements that mean something, in each other."""

    def __init__(self, file: str) -> None:
        self.top: list[Node] = []
        self.head: dict[str, str] = {}
        self._file = file
        self._open: list[Node] = []
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, tag: str, said: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name not in LEVELS:
            self.head |= {key: said[key] for key in ("languageCode", "dateUtc") if key in said}
            return
        line = self.parser.CurrentLineNumber
        if LEVELS[name] != len(self._open) + 1 or "code" not in said:
            raise InputError(
                f"{self._file}:{line}: <{name}> has no code, or lies in another than GS1 writes it"
            )
        node = Node(
            LEVELS[name],
            said["code"],
            said.get("text", "").strip(),
            said.get("definition", "").strip(),
            is_active=said.get("active", "true").lower() != "false",
            line=line,
        )
        (self._open[-1].children if self._open else self.top).append(node)
        self._open.append(node)

    def _end(self, tag: str) -> None:
        if tag.rpartition(":")[2] in LEVELS:
            self._open.pop()
