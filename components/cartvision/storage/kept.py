"""A store's files as files on this disk."""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from cartvision.storage.local import LocalStore
from cartvision.storage.store import Entry, Store, open_store


class Kept:
    """What was fetched once is not fetched again, even after a kill; a folder's files never are.

    Below `folder`, ab/ab12… are whole files, by store, key and version; partial/ holds the starts
    of others, which the next run goes on with. Threads and processes may share it.
    """

    def __init__(self, store: Store, *, folder: Path) -> None:
        self._store = store
        self._folder = folder
        self._partials = folder / "partial" / _digest(store.uri)[:16]

    def entries(self) -> Iterator[Entry]:
        """All of the store's, which must be there. In the end, starts of files not listed go."""
        self._store.require()
        stale = set(self._partials.glob("*"))
        for entry in self._store.entries():
            if stale:
                stale.discard(self._partials / self._place(entry.key, tag=entry.tag).name)
            yield entry
        for partial in stale:
            _remove(partial)

    def path(self, entry: Entry) -> Path:
        """A whole file of the entry's version, or of the one that has replaced it since.

        KeyError if there is none any more. The file has no suffix: its key tells what it is.
        """
        if isinstance(self._store, LocalStore):
            return self._store.path(entry.key)
        place = self._place(entry.key, tag=entry.tag)
        return place if place.exists() else self._fetch(entry, place=place)

    def _fetch(self, entry: Entry, *, place: Path) -> Path:
        partial = self._partials / place.name
        with _held(partial) as file:
            if place.exists():  # another thread or run had it in hand
                partial.unlink()
                return place
            tag = self._store.download(entry.key, into=file, tag=entry.tag)
            file.flush()
            place = self._place(entry.key, tag=tag)
            place.parent.mkdir(parents=True, exist_ok=True)
            return partial.replace(place)

    def _place(self, key: str, *, tag: str) -> Path:
        name = _digest(self._store.uri, key, tag)
        return self._folder / name[:2] / name


def open_kept(uri: str, *, folder: Path) -> Kept:
    return Kept(open_store(uri), folder=folder)


@contextmanager
def _held(partial: Path, *, how: int = fcntl.LOCK_EX) -> Iterator[BinaryIO]:
    """The file, open at its end; until then no other thread or process has it so."""
    partial.parent.mkdir(parents=True, exist_ok=True)
    while True:
        with partial.open("ab") as file:
            fcntl.flock(file, how)
            if _is_at(partial, file):  # its last holder may have renamed or removed it
                yield file
                return


def _is_at(path: Path, file: BinaryIO) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _remove(partial: Path) -> None:
    """Unless another run has it in hand."""
    with suppress(BlockingIOError), _held(partial, how=fcntl.LOCK_EX | fcntl.LOCK_NB):
        partial.unlink()


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
