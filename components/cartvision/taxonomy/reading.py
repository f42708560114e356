"""A taxonomy's files, in whichever format, as a tree."""

from importlib import import_module
from pathlib import Path

from cartvision.errors import InputError
from cartvision.taxonomy.draft import Draft, Format
from cartvision.taxonomy.flags import formats
from cartvision.taxonomy.grow import grow
from cartvision.taxonomy.tree import Taxonomy


def read_taxonomy(path: Path, *, format: str = "") -> Taxonomy:
    """The format is told by the content, unless it is named; FaultsError tells of every fault."""
    return grow(read_draft(path, format=format))


def read_draft(path: Path, *, format: str = "") -> Draft:
    if not path.exists():
        raise InputError(f"{path}: no such file or folder")
    found = _format(format) if format else _recognised(path)
    if path.is_dir() != found.in_folder:
        kind = "folder" if path.is_dir() else "file"
        raise InputError(f"{path} is a {kind}, and the {format} format is {found.looks_like}")
    return found.read(path)


def _format(name: str) -> Format:
    found: Format = import_module(f"cartvision.taxonomy.formats.{name}").FORMAT
    return found


def _recognised(path: Path) -> Format:
    known = {name: _format(name) for name in formats()}
    for found in known.values():
        if found.is_this(path):
            return found
    told = "; ".join(f"{name} is {found.looks_like}" for name, found in known.items())
    raise InputError(f"{path} looks like none of the formats ({told}): say --format")
