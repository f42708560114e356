"""One source: its files by name, as files on this disk, and its tables line by line."""

import codecs
import csv
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from cartvision.errors import InputError
from cartvision.storage.kept import Kept
from cartvision.storage.store import Entry

PICTURES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".tif", ".tiff")
UNREAD = (".heic", ".heif", ".avif", ".gif", ".jxl", ".jp2", ".psd", ".dng")  # pictures, too
LEFTOVERS = ("__MACOSX", "Thumbs.db")  # of file managers; so are names that begin with a dot
LONGEST_KEY = 1024  # characters, in any store


class Line(NamedTuple):
    """A line of a table; `text` shows bytes that are not UTF-8 as \\xff."""

    text: str
    is_text: bool

    @property
    def cells(self) -> list[str]:
        """At least one; that alone where the line is no CSV, so that columns are missing."""
        if '"' not in self.text:
            return self.text.split(",")
        try:
            return next(csv.reader([self.text]))
        except csv.Error:  # a cell without end
            return [self.text.partition(",")[0][:LONGEST_KEY]]


class Source:
    """The files below one place, listed once; a file is fetched when its path is asked for."""

    def __init__(self, kept: Kept, *, uri: str) -> None:
        self.uri = uri
        self._kept = kept
        self._entries = {entry.key: entry for entry in kept.entries()}
        self._keys = sorted(_speakable(key) for key in self._entries if not _is_leftover(key))
        self._found: dict[tuple[str, ...], str] = {}
        if not self._keys:
            raise InputError(f"{uri} holds no files: give the folder or prefix of the source")

    def keys(self, prefix: str = "", *, ending: str | tuple[str, ...] = "") -> Iterator[str]:
        """Every key that starts and ends so, in order; none of what file managers leave."""
        for number in range(bisect_left(self._keys, prefix), len(self._keys)):
            key = self._keys[number]
            if not key.startswith(prefix):
                return
            if key.lower().endswith(ending):
                yield key

    def pictures(self, prefix: str = "") -> Iterator[str]:
        return self.keys(prefix, ending=PICTURES)

    def find(self, name: str, *, places: Sequence[str] = ("",)) -> str:
        """The key of a picture that an annotation names; the name itself where there is none."""
        asked = (name, *places)
        found = self._found.get(asked)
        if found is None:
            plain = str(PurePosixPath(name.replace("\\", "/")))
            there = (place + plain for place in places if place + plain in self._entries)
            found = next(there, name)
            self._found = {asked: found}  # the rows of a picture stand together
        return found

    def entry(self, key: str) -> Entry | None:
        return self._entries.get(key)

    def has(self, key: str) -> bool:
        return key in self._entries

    def path(self, key: str) -> Path:
        """The file on this disk; KeyError if the source has none of this key."""
        return self._kept.path(self._entries[key])

    def require(self, key: str, *, layout: str) -> Path:
        """The file, which the format cannot do without."""
        if key not in self._entries:
            raise InputError(f"{self.uri} has no {key}: {layout}")
        return self.path(key)

    def lines(self, key: str) -> Iterator[Line]:
        """The lines of a text file that are not blank, one at a time, in any Unicode encoding."""
        with self.path(key).open("rb") as file:
            start = file.read(4)
        if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from self._decoded(key, encoding="utf-16")
        else:
            yield from self._utf8(key)

    def _decoded(self, key: str, *, encoding: str) -> Iterator[Line]:
        with self.path(key).open(encoding=encoding, errors="replace", newline="\n") as file:
            for text in file:
                if text.strip():
                    yield Line(text.rstrip("\r\n"), is_text="\ufffd" not in text)

    def _utf8(self, key: str) -> Iterator[Line]:
        with self.path(key).open("rb") as file:
            for number, encoded in enumerate(file):
                raw = encoded.removeprefix(codecs.BOM_UTF8) if number == 0 else encoded
                if raw.strip():
                    yield _line(raw.rstrip(b"\r\n"))


def _is_leftover(key: str) -> bool:
    return any(part.startswith(".") or part in LEFTOVERS for part in key.split("/"))


def _speakable(key: str) -> str:
    """A name that is not UTF-8 becomes one that names no file: it can be told, not read."""
    return key.encode(errors="surrogateescape").decode(errors="replace")


def _line(raw: bytes) -> Line:
    try:
        return Line(raw.decode(), is_text="\0" not in raw.decode())
    except UnicodeDecodeError:
        return Line(raw.decode(errors="backslashreplace"), is_text=False)
