"""GS1's Global Product Classification, as its browser gives it: JSON, or XML of the same content.

Segments hold families, families classes, classes bricks; a brick's attributes, and their values,
are levels 5 and 6 of the same tree. Each is allowed. An attribute of one code may list other
values in another brick: ours has them all. What is not active is left out. Ids are the codes.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from cartvision.taxonomy.draft import AttributeEntry, CategoryEntry, Draft, Format, ValueEntry, Word
from cartvision.taxonomy.formats._gpc_files import Node, read_json, read_xml
from cartvision.taxonomy.tree import About

NAME = "GS1 Global Product Classification"
ATTRIBUTE = 5  # the level; that of a brick is 4
HEAD = 4000  # bytes that tell the format


def read(path: Path) -> Draft:
    published = read_xml(path) if _head(path).startswith(b"<") else read_json(path)
    placed = list(_walk(published.nodes))
    return Draft(
        about=About(NAME, f"{published.date} {published.language}".strip()),
        file=str(path),
        attributes=_attributes([node for node, _ in placed], file=str(path)),
        categories=[
            _category(node, parent, file=str(path)) for node, parent in placed if not node.is_asked
        ],
        faults=published.faults,
    )


def is_this(path: Path) -> bool:
    head = _head(path) if path.is_file() else b""
    in_json = head.startswith(b"{") and b'"Schema"' in head
    return in_json or (head.startswith(b"<") and b"<segment" in head)


FORMAT = Format(read, is_this, looks_like='JSON with "Schema" and "Childs", or XML with <segment>')


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD).removeprefix(b"\xef\xbb\xbf").lstrip()


def _walk(nodes: Iterable[Node]) -> Iterator[tuple[Node, Node | None]]:
    """All that are active, each with its parent, parents first."""
    waiting: list[tuple[Node, Node | None]] = [(node, None) for node in reversed(list(nodes))]
    while waiting:
        node, parent = waiting.pop()
        if not node.is_active:
            continue
        yield node, parent
        if node.level < ATTRIBUTE:
            waiting += [(child, node) for child in reversed(node.children)]


def _category(node: Node, parent: Node | None, *, file: str) -> CategoryEntry:
    asked = [child for child in node.children if child.is_asked and child.is_active]
    return CategoryEntry(
        id=node.code,
        name=node.title,
        parent=Word(parent.code, node.line) if parent else None,
        required=(),
        allowed=tuple(Word(child.code, child.line) for child in asked),
        file=file,
        line=node.line,
    )


def _attributes(nodes: Iterable[Node], *, file: str) -> list[AttributeEntry]:
    """Each once, though many bricks have it."""
    found: dict[str, AttributeEntry] = {}
    values: dict[str, dict[str, ValueEntry]] = {}
    for node in nodes:
        if node.is_asked:
            found.setdefault(
                node.code,
                AttributeEntry(node.code, node.title, node.definition, (), file, node.line),
            )
            active = (child for child in node.children if child.is_active)
            seen = values.setdefault(node.code, {})
            for value in active:
                seen.setdefault(value.code, ValueEntry(value.code, value.title, value.line))
    return [replace(found[code], values=tuple(values[code].values())) for code in found]
