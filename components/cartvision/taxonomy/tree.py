"""A tree of categories, and which attributes a product of each has."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from cartvision.data.picture import BETWEEN
from cartvision.errors import InputError
from cartvision.taxonomy.nearest import did_you_mean


class Value(NamedTuple):
    """One thing that an attribute may be."""

    id: str
    name: str


YES_OR_NO = (Value("yes", "yes"), Value("no", "no"))


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that is asked of a product."""

    id: str
    name: str
    description: str = ""
    values: tuple[Value, ...] = YES_OR_NO


@dataclass(frozen=True, slots=True)
class Category:
    """A node of the tree, with the attributes that it says itself."""

    id: str
    name: str
    path: str  # "Drinks > Soda", ends in the name
    parent: str = ""  # an id; "" for a root
    children: tuple[str, ...] = ()  # ids
    required: tuple[str, ...] = ()  # ids of attributes
    allowed: tuple[str, ...] = ()


class Asked(NamedTuple):
    """An attribute as a category has it."""

    attribute: Attribute
    is_required: bool
    said_by: Category  # itself, or the ancestor that it comes from


@dataclass(frozen=True)
class About:
    """What a taxonomy says of itself."""

    name: str
    edition: str = ""
    licence: str = ""


@dataclass(frozen=True)
class Taxonomy:
    """A tree without faults: `grow` makes it of what a file says."""

    about: About
    categories: Mapping[str, Category]  # by id; parents before their children
    attributes: Mapping[str, Attribute] = field(default_factory=dict)  # by id
    inherits: bool = True  # if not, each category's own list is the whole of it

    @classmethod
    def of_paths(cls, paths: Iterable[str], *, name: str = "") -> "Taxonomy":
        """A dataset's taxonomy: ids are the paths, and an ancestor that is not listed is added."""
        whole = _with_ancestors(paths)
        below: dict[str, list[str]] = {path: [] for path in whole}
        for path in whole:
            if BETWEEN in path:
                below[path.rpartition(BETWEEN)[0]].append(path)
        return cls(About(name), {path: _of_path(path, below[path]) for path in whole})

    def by_id(self, id: str) -> Category:
        if id not in self.categories:
            raise InputError(f"there is no category {id!r}{did_you_mean(id, self.categories)}")
        return self.categories[id]

    def by_path(self, path: str) -> Category:
        if path not in self._ids:
            raise InputError(f"there is no category {path!r}{did_you_mean(path, self._ids)}")
        return self.categories[self._ids[path]]

    def nearest(self, path: str) -> Category | None:
        """The category of this path, or the lowest above it that the tree has."""
        while path and path not in self._ids:
            path = path.rpartition(BETWEEN)[0]
        return self.categories[self._ids[path]] if path else None

    def find(self, word: str) -> Category:
        """By its id or its path, as people say it."""
        return self.categories[word] if word in self.categories else self.by_path(word)

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {category.path: category.id for category in self.categories.values()}

    @cached_property
    def roots(self) -> tuple[Category, ...]:
        return tuple(one for one in self.categories.values() if not one.parent)

    def children(self, category: Category) -> tuple[Category, ...]:
        return tuple(self.categories[id] for id in category.children)

    def ancestors(self, category: Category) -> tuple[Category, ...]:
        """From the root to the parent."""
        return tuple(self._upward(category))[::-1]

    def _upward(self, category: Category) -> Iterator[Category]:
        while category.parent:
            category = self.categories[category.parent]
            yield category

    def below(self, category: Category) -> Iterator[Category]:
        """The category and all that lie in it, parents first, in the tree's order."""
        waiting = [category]
        while waiting:
            found = waiting.pop()
            yield found
            waiting += reversed(self.children(found))

    def paths(self) -> list[str]:
        """Sorted, as a dataset lists them."""
        return sorted(self._ids)

    def attributes_of(self, category: Category) -> tuple[Asked, ...]:
        """Its own and the inherited; required, if it or an ancestor says so.

        `said_by` is the first on the way down that says it so strongly. Where nothing is
        inherited, it is the highest of the unbroken line of categories that all say it.
        """
        if self.inherits:
            return tuple(self._inherited(category))
        return tuple(
            Asked(self.attributes[id], is_required, self._highest(category, id))
            for id, is_required in said_in(category)
        )

    def required_of(self, category: Category) -> tuple[Attribute, ...]:
        return tuple(one.attribute for one in self.attributes_of(category) if one.is_required)

    def still_unknown(self, category: Category, *, known: Container[str]) -> tuple[Attribute, ...]:
        """The attributes required there of which nothing is known; `known` holds ids."""
        return tuple(one for one in self.required_of(category) if one.id not in known)

    def _inherited(self, category: Category) -> Iterable[Asked]:
        found: dict[str, Asked] = {}
        for at in (*self.ancestors(category), category):
            for id, is_required in said_in(at):
                if id not in found or (is_required and not found[id].is_required):
                    found[id] = Asked(self.attributes[id], is_required, at)
        return found.values()

    def _highest(self, category: Category, attribute: str) -> Category:
        highest = category
        for at in self._upward(category):
            if attribute not in at.required and attribute not in at.allowed:
                break
            highest = at
        return highest


def said_in(category: Category) -> Iterator[tuple[str, bool]]:
    """Its own attributes' ids, each with whether it is required."""
    yield from ((id, True) for id in category.required)
    yield from ((id, False) for id in category.allowed)


def _with_ancestors(paths: Iterable[str]) -> list[str]:
    steps = {tuple(path.split(BETWEEN)) for path in paths if path}
    whole = {step[:depth] for step in steps for depth in range(1, len(step) + 1)}
    return [BETWEEN.join(step) for step in sorted(whole)]


def _of_path(path: str, children: list[str]) -> Category:
    parent, _, name = path.rpartition(BETWEEN)
    return Category(path, name, path, parent, tuple(children))
