"""Ours: one YAML file, written by hand or by `cartvision taxonomy import`; see docs/taxonomy.md."""

import re
from collections.abc import Iterator
from pathlib import Path

from cartvision.taxonomy.draft import AttributeEntry, CategoryEntry, Draft, Format, ValueEntry, Word
from cartvision.taxonomy.faults import Fault
from cartvision.taxonomy.lines import Fields, Items, Node
from cartvision.taxonomy.page import Page
from cartvision.taxonomy.tree import About

VERSION = "1"
TOP = ("version", "name", "edition", "licence", "inherit", "attributes", "categories")
OF_ATTRIBUTE = ("id", "name", "description", "values")
OF_CATEGORY = ("id", "name", "parent", "required", "allowed", "children")
WORDS = {"true": True, "false": False}


def read(path: Path) -> Draft:
    faults: list[Fault] = []
    page = Page(path, faults=faults)
    top = page.fields()
    if page.top is not None:
        _check_head(page, top)
    return Draft(
        about=About(page.text(top, "name"), page.text(top, "edition"), page.text(top, "licence")),
        file=page.file,
        attributes=[
            _attribute(page, one)
            for one in page.each(top.said.get("attributes"), what="attributes")
        ],
        categories=list(_categories(page, top.said.get("categories"))),
        faults=faults,
        inherits=WORDS.get(page.text(top, "inherit", missing="true"), True),
    )


def is_this(path: Path) -> bool:
    """Also of a file that lacks one of the two, so that it is told."""
    if path.suffix not in (".yaml", ".yml") or not path.is_file():
        return False
    return bool(re.search(rb"^(categories|version)\s*:", path.read_bytes(), flags=re.MULTILINE))


FORMAT = Format(read, is_this, looks_like="a .yaml file with `version: 1` and `categories:`")


def _check_head(page: Page, top: Fields) -> None:
    page.only(top, known=TOP)
    version = page.word(top, "version")
    if version is None:
        page.fault(1, f"no version: begin with `version: {VERSION}`")
    elif version.text != VERSION:
        page.fault(version.line, f"version {version.text} is not read: {VERSION} is")
    inherit = page.word(top, "inherit")
    if inherit is not None and inherit.text not in WORDS:
        page.fault(inherit.line, f"inherit is true or false, not {inherit.text!r}")


def _attribute(page: Page, said: Fields) -> AttributeEntry:
    page.only(said, known=OF_ATTRIBUTE)
    return AttributeEntry(
        id=page.required(said, "id", of="the attribute"),
        name=page.required(said, "name", of="the attribute"),
        description=page.text(said, "description"),
        values=_values(page, said.said["values"]) if "values" in said.said else None,
        file=page.file,
        line=said.line,
    )


def _values(page: Page, node: Node) -> tuple[ValueEntry, ...]:
    """A word is its own name; `{id: …, name: …}` tells two."""
    if not isinstance(node, Items):
        page.fault(node.line, "values are to be a list: [still, sparkling]")
        return ()
    return tuple(_value(page, item) for item in node.nodes)


def _value(page: Page, item: Node) -> ValueEntry:
    if isinstance(item, Word):
        return ValueEntry(item.text, item.text, item.line)
    if isinstance(item, Items):
        page.fault(item.line, "a value is a word, or {id: …, name: …}")
        return ValueEntry(f"(line {item.line})", "?", item.line)
    page.only(item, known=("id", "name"))
    id = page.required(item, "id", of="the value")
    return ValueEntry(id, page.required(item, "name", of="the value"), item.line)


def _categories(page: Page, node: Node | None, *, within: str = "") -> Iterator[CategoryEntry]:
    for said in page.each(node, what="categories"):
        entry = _category(page, said, within=within)
        yield entry
        yield from _categories(page, said.said.get("children"), within=entry.id)


def _category(page: Page, said: Fields, *, within: str) -> CategoryEntry:
    page.only(said, known=OF_CATEGORY)
    parent = page.word(said, "parent")
    if parent and within:
        page.fault(parent.line, f"the parent is {within!r} already, whose children it is among")
    return CategoryEntry(
        id=page.required(said, "id", of="the category"),
        name=page.required(said, "name", of="the category"),
        parent=Word(within, said.line) if within else parent,
        required=page.words(said, "required"),
        allowed=page.words(said, "allowed"),
        file=page.file,
        line=said.line,
    )
