"""What names tell: the split that a path speaks of, and the picture that a sloppy name means."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import PurePosixPath

from cartvision.data.picture import Split
from cartvision.ingest.claims import Listed
from cartvision.ingest.faults import Reason
from cartvision.ingest.source import Source

SPLIT_WORDS: dict[str, Split] = {
    "train": "train", "training": "train",
    "val": "val", "valid": "val", "validation": "val",
    "test": "test", "testing": "test",
}  # fmt: skip


def split_in(path: str) -> Split | None:
    """The split that a path names last: `instances_train2017.json`, `valid/_annotations.json`."""
    words = re.findall("[a-z]+", path.lower())
    return next((SPLIT_WORDS[word] for word in reversed(words) if word in SPLIT_WORDS), None)


def by_its_end(source: Source, name: str, *, places: Sequence[str] = ("",)) -> str:
    """The key that the end of a longer path is: people's annotations hold paths of their machines.

    The name itself where there is none, or where it climbs.
    """
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if ".." in parts:
        return name
    for start in range(len(parts)):
        key = source.find("/".join(parts[start:]), places=places)
        if source.has(key):
            return key
    return name


class Names:
    """The pictures of a source, by names that may lack the ending, or the folder, or both."""

    def __init__(self, source: Source, *, places: Sequence[str]) -> None:
        self._source = source
        self._places = places
        self._several: dict[str, None] = {}  # asked for, in order

    def find(self, name: str, *others: str) -> str:
        """The key of the first name that has one; a name that fits several pictures has none.

        The first name itself where no key is found.
        """
        doubts = False
        for one in (name, *others):
            if key := self._key(one):
                return key
            doubts = doubts or key is not None
        if doubts:
            self._several[name] = None
        return name

    def several(self) -> Iterator[Listed]:
        """The names that were asked for and are those of several files."""
        return (Listed(name, fault=Reason.SEVERAL_FILES) for name in self._several)

    def _key(self, name: str) -> str | None:
        """The name of several files is "", that of none is None."""
        key = self._source.find(name, places=self._places)
        if self._source.has(key):
            return key
        found = [self._index.get(prefix + name) for prefix in (*self._places, "*/")]
        return next(filter(None, found), "" if "" in found else None)

    @cached_property
    def _index(self) -> dict[str, str]:
        """Keys by what people may call them, "" where that is the name of several."""
        found: dict[str, str] = {}
        for key in self._source.pictures():
            path = PurePosixPath(key)
            for name in (str(path.with_suffix("")), f"*/{path.name}", f"*/{path.stem}"):
                found[name] = "" if name in found else key
        return found
