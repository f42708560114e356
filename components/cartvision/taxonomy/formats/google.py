"""Google's list of categories: a line for each path, with or without its number.

The published text begins with `# Google_Product_Taxonomy_Version: 2021-09-21`; then come lines
`3237 - Animals & Pet Supplies > Live Animals`. Shopify's repository holds the same list as YAML:
`id` and `full_name`. Without numbers, ids are the paths. There are no attributes in it.
"""

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from cartvision.data.picture import BETWEEN
from cartvision.taxonomy.draft import CategoryEntry, Draft, Format, Word
from cartvision.taxonomy.faults import Fault
from cartvision.taxonomy.lines import read_text
from cartvision.taxonomy.page import Page
from cartvision.taxonomy.tree import About

NAME = "Google product taxonomy"
EDITION = re.compile(r"#\s*Google_Product_Taxonomy_Version:\s*(\S+)")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NUMBERED = re.compile(r"(\d+) - (.*)")
SEEN = 2000  # characters that tell the format


class Listed(NamedTuple):
    """A path of the list."""

    id: str  # "" where the list has no numbers
    path: str
    line: int


def read(path: Path) -> Draft:
    faults: list[Fault] = []
    if path.suffix in (".yml", ".yaml"):
        dated = next(filter(DATE.fullmatch, reversed(path.absolute().parts)), "")
        listed = list(_of_yaml(Page(path, faults=faults)))
    else:
        text = read_text(path)
        dated = found[1] if (found := EDITION.match(text)) else ""
        listed = list(_of_text(text))
    return Draft(
        about=About(NAME, dated),
        file=str(path),
        categories=list(_entries(listed, file=str(path))),
        faults=faults,
    )


def is_this(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        head = "".join(islice(file, 20))[:SEEN]
    first = next((line for line in head.splitlines() if not line.startswith("#")), "")
    in_yaml = re.search(r"^-?\s+full_name: ", head, flags=re.MULTILINE)
    return bool(EDITION.match(head) or NUMBERED.fullmatch(first) or in_yaml)


FORMAT = Format(read, is_this, looks_like="lines `3237 - Animals & Pet Supplies > Live Animals`")


def _of_text(text: str) -> Iterator[Listed]:
    for line, said in enumerate(text.splitlines(), start=1):
        if not said.strip() or said.startswith("#"):
            continue
        numbered = NUMBERED.fullmatch(said)
        yield Listed(numbered[1], numbered[2], line) if numbered else Listed("", said, line)


def _of_yaml(page: Page) -> Iterator[Listed]:
    for said in page.each(page.top, what="categories"):
        id = page.required(said, "id", of="the category")
        yield Listed(id, page.required(said, "full_name", of="the category"), said.line)


def _entries(listed: list[Listed], *, file: str) -> Iterator[CategoryEntry]:
    ids = {one.path: one.id or one.path for one in listed}
    for one in listed:
        above, _, name = one.path.rpartition(BETWEEN)
        yield CategoryEntry(
            id=one.id or one.path,
            name=name.strip(),
            parent=Word(ids.get(above, above), one.line) if above else None,
            required=(),
            allowed=(),
            file=file,
            line=one.line,
        )
