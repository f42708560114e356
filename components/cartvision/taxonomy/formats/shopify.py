"""Shopify's product taxonomy: the folder of its repository, with data/categories and attributes.

A category lists all attributes that it has, and a child does not always repeat its parent's: so
nothing is inherited, and what a category has is what Shopify says. None is required. An extended
attribute is another one's values under a name of its own. Ids are the `friendly_id`s, by which
categories name attributes. Values have their names from data/values.yml; where the folder has no
such file, from their ids: `color__rose_gold` is "Rose gold".
"""

from dataclasses import replace
from pathlib import Path

from cartvision.taxonomy.draft import AttributeEntry, CategoryEntry, Draft, Format, ValueEntry, Word
from cartvision.taxonomy.faults import Fault
from cartvision.taxonomy.lines import Fields
from cartvision.taxonomy.nearest import Nearest
from cartvision.taxonomy.page import Page
from cartvision.taxonomy.tree import About

NAME = "Shopify product taxonomy"
CATEGORIES, ATTRIBUTES, VALUES = "data/categories", "data/attributes.yml", "data/values.yml"
MIT = "Permission is hereby granted, free of charge"
WITHIN = "-"  # aa-1-4 lies in aa-1


def read(path: Path) -> Draft:
    faults: list[Fault] = []
    return Draft(
        about=_about(path),
        file=str(path / CATEGORIES),
        attributes=_attributes(path, faults=faults),
        categories=_categories(path, faults=faults),
        faults=faults,
        inherits=False,
    )


def is_this(path: Path) -> bool:
    return (path / CATEGORIES).is_dir()


FORMAT = Format(
    read, is_this, looks_like=f"a folder with {CATEGORIES} and {ATTRIBUTES}", in_folder=True
)


def _about(path: Path) -> About:
    edition, licence = path / "VERSION", path / "LICENSE"
    return About(
        NAME,
        edition.read_text().strip() if edition.is_file() else "",
        "MIT" if licence.is_file() and MIT in licence.read_text() else "",
    )


def _attributes(path: Path, *, faults: list[Fault]) -> list[AttributeEntry]:
    page = Page(path / ATTRIBUTES, faults=faults)
    top, names = page.fields(), _names(path, faults=faults)
    base = page.each(top.said.get("base_attributes"), what="base attributes")
    found = [_base(page, said, names=names) for said in base]
    values = {entry.id: entry.values for entry in found}
    nearest = Nearest(values)
    for said in page.each(top.said.get("extended_attributes"), what="extended attributes"):
        whose = page.required(said, "values_from", of="the extended attribute")
        if whose not in values:
            page.fault(said.line, f"there is no base attribute {whose!r}{nearest(whose)}")
        found.append(_attribute(page, said, values=values.get(whose)))
    return found


def _names(path: Path, *, faults: list[Fault]) -> dict[str, str]:
    """Of the values, by their ids."""
    if not (path / VALUES).is_file():
        return {}
    page = Page(path / VALUES, faults=faults)
    return {
        page.required(said, "friendly_id", of="the value"): page.text(said, "name")
        for said in page.each(page.top, what="values")
    }


def _base(page: Page, said: Fields, *, names: dict[str, str]) -> AttributeEntry:
    words = page.words(said, "values")
    values = [
        ValueEntry(word.text, names.get(word.text) or _spoken(word.text), word.line)
        for word in words
    ]
    return _attribute(page, said, values=tuple(values))


def _spoken(id: str) -> str:
    plain = id.rpartition("__")[2].replace("_", " ")
    return plain[:1].upper() + plain[1:]


def _attribute(
    page: Page, said: Fields, *, values: tuple[ValueEntry, ...] | None
) -> AttributeEntry:
    return AttributeEntry(
        id=page.required(said, "friendly_id", of="the attribute"),
        name=page.required(said, "name", of="the attribute"),
        description=page.text(said, "description"),
        values=values,
        file=page.file,
        line=said.line,
    )


def _categories(path: Path, *, faults: list[Fault]) -> list[CategoryEntry]:
    found: list[CategoryEntry] = []
    parents: dict[str, Word] = {}
    listed: list[tuple[Page, Word]] = []
    for file in sorted((path / CATEGORIES).glob("*.yml")):
        page = Page(file, faults=faults)
        for said in page.each(page.top, what="categories"):
            entry = _category(page, said)
            found.append(entry)
            for child in page.words(said, "children"):
                listed.append((page, child))
                _claim(page, child, parent=entry.id, parents=parents)
    known = {entry.id for entry in found}
    for page, child in listed:
        if child.text not in known:
            page.fault(child.line, f"the child {child.text!r} is not there")
    return [_placed(entry, parents=parents, faults=faults) for entry in found]


def _category(page: Page, said: Fields) -> CategoryEntry:
    return CategoryEntry(
        id=page.required(said, "id", of="the category"),
        name=page.required(said, "name", of="the category"),
        parent=None,
        required=(),
        allowed=page.words(said, "attributes"),
        file=page.file,
        line=said.line,
    )


def _claim(page: Page, child: Word, *, parent: str, parents: dict[str, Word]) -> None:
    first = parents.setdefault(child.text, Word(parent, child.line))
    if first.line != child.line or first.text != parent:
        page.fault(child.line, f"{child.text!r} is among the children of {first.text!r} already")


def _placed(
    entry: CategoryEntry, *, parents: dict[str, Word], faults: list[Fault]
) -> CategoryEntry:
    """In the parent that lists it; an id tells of one that does not."""
    within = entry.id.rpartition(WITHIN)[0]
    if entry.id not in parents and within:
        said = f"category {entry.id!r} is not among the children of {within!r}"
        faults.append(Fault(entry.file, entry.line, said))
    return replace(entry, parent=parents.get(entry.id))
