"""A taxonomy as its files say it, with the line of everything, before anybody checked it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cartvision.taxonomy.faults import Fault
from cartvision.taxonomy.tree import About


class Word(NamedTuple):
    """A word that a file says."""

    text: str
    line: int  # from 1


class ValueEntry(NamedTuple):
    """A value as a file says it."""

    id: str
    name: str
    line: int


@dataclass(frozen=True, slots=True)
class AttributeEntry:
    """An attribute as a file says it."""

    id: str
    name: str
    description: str
    values: tuple[ValueEntry, ...] | None  # None is yes or no
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class CategoryEntry:
    """A category as a file says it."""

    id: str
    name: str
    parent: Word | None  # its id; None for a root
    required: tuple[Word, ...]
    allowed: tuple[Word, ...]
    file: str
    line: int


@dataclass(frozen=True)
class Draft:
    """What a reader found, and what it could not read."""

    about: About
    file: str
    attributes: list[AttributeEntry] = field(default_factory=list)
    categories: list[CategoryEntry] = field(default_factory=list)  # siblings in their order
    faults: list[Fault] = field(default_factory=list)
    inherits: bool = True


@dataclass(frozen=True)
class Format:
    """One way to write a taxonomy; each file of `formats/` holds one, as FORMAT."""

    read: Callable[[Path], Draft]
    is_this: Callable[[Path], bool]  # told by the content
    looks_like: str  # in a few words
    in_folder: bool = False
