"""From what files say to a tree without faults, or all the faults."""

from collections.abc import Iterable

from cartvision.data.picture import BETWEEN
from cartvision.taxonomy.checks import faults_of
from cartvision.taxonomy.draft import AttributeEntry, CategoryEntry, Draft
from cartvision.taxonomy.faults import FaultsError
from cartvision.taxonomy.tree import Attribute, Category, Taxonomy, Value


def grow(draft: Draft) -> Taxonomy:
    """FaultsError tells of every fault."""
    faults = [*draft.faults, *faults_of(draft)]
    if faults:
        raise FaultsError(faults)
    attributes = {entry.id: _attribute(entry) for entry in draft.attributes}
    return Taxonomy(draft.about, _categories(draft.categories), attributes, draft.inherits)


def _attribute(entry: AttributeEntry) -> Attribute:
    if entry.values is None:
        return Attribute(entry.id, entry.name, entry.description)
    values = tuple(Value(value.id, value.name) for value in entry.values)
    return Attribute(entry.id, entry.name, entry.description, values)


def _categories(entries: Iterable[CategoryEntry]) -> dict[str, Category]:
    below: dict[str, list[CategoryEntry]] = {}
    for entry in entries:
        below.setdefault(entry.parent.text if entry.parent else "", []).append(entry)
    found: dict[str, Category] = {}
    waiting = below[""][::-1]
    while waiting:
        entry = waiting.pop()
        children = below.get(entry.id, [])
        found[entry.id] = _category(entry, children=children, found=found)
        waiting += reversed(children)
    return found


def _category(
    entry: CategoryEntry, *, children: list[CategoryEntry], found: dict[str, Category]
) -> Category:
    parent = entry.parent.text if entry.parent else ""
    return Category(
        id=entry.id,
        name=entry.name,
        path=f"{found[parent].path}{BETWEEN}{entry.name}" if parent else entry.name,
        parent=parent,
        children=tuple(child.id for child in children),
        required=tuple(word.text for word in entry.required),
        allowed=tuple(word.text for word in entry.allowed),
    )
