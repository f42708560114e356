"""A folder as a store."""

import fcntl
import hashlib
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cartvision.errors import InputError
from cartvision.files import write_bytes
from cartvision.storage.store import Entry

log = logging.getLogger(__name__)


class LocalStore:
    """Keys are paths below `root`; nothing outside of it is reached."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.uri = str(self.root)

    def require(self) -> None:
        if self.root.is_file():
            raise InputError(f"{self.root} is a file: give the folder that holds it")
        if not self.root.is_dir():
            raise InputError(f"{self.root}: no such folder. Check the path")

    def entries(self, prefix: str = "") -> Iterator[Entry]:
        outside: list[str] = []
        for key in self._listed(prefix, outside=outside):
            yield self._entry(key)
        if outside:
            said = "%s: %d links that lead out of it were not followed, as %r"
            log.warning(said, self.root, len(outside), outside[0])

    def keys(self, prefix: str = "") -> Iterator[str]:
        return (entry.key for entry in self.entries(prefix))

    def path(self, key: str) -> Path:
        """The file itself; KeyError if there is none."""
        path = self._path(key)
        if not path.is_file():
            raise KeyError(key)
        return path

    def read(self, key: str) -> bytes:
        return self.path(key).read_bytes()

    def read_tagged(self, key: str) -> tuple[bytes, str]:
        content = self.read(key)
        return content, hashlib.sha256(content).hexdigest()

    def download(self, key: str, *, into: BinaryIO, tag: str = "") -> str:  # noqa: ARG002 - a copy on one machine starts over
        into.seek(0)
        into.truncate()
        with self.path(key).open("rb") as file:
            shutil.copyfileobj(file, into)
        return self._entry(key).tag

    def write(self, key: str, content: bytes) -> None:
        write_bytes(self._path(key), content)

    def write_if(self, key: str, content: bytes, *, tag: str | None) -> bool:
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.with_name(f".{path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            found = self.read_tagged(key)[1] if path.is_file() else None
            if found != tag:
                return False
            self.write(key, content)
            return True

    def _entry(self, key: str) -> Entry:
        found = (self.root / key).stat()
        return Entry(key, size=found.st_size, tag=f"{found.st_size}-{found.st_mtime_ns}")

    def _listed(self, prefix: str, *, outside: list[str]) -> Iterator[str]:
        """All keys in order: a folder is sorted with the slash of its keys, `a-b` before `a/b`."""
        waiting = [""] if self.root.is_dir() else []
        while waiting:
            key = waiting.pop()
            if key and not key.endswith("/"):
                yield key
            else:
                found = self._inside(key, outside=outside)
                waiting += sorted((one for one in found if _may_be(one, prefix)), reverse=True)

    def _inside(self, folder: str, *, outside: list[str]) -> Iterator[str]:
        """The files and folders of a folder, these with a slash. Links to folders are neither."""
        with os.scandir(self.root / folder) as found:
            for item in found:
                key = folder + item.name
                if item.is_dir(follow_symlinks=False):
                    yield f"{key}/"
                elif item.is_symlink() and not self._holds(self.root / key):
                    outside.append(key)
                elif not _ours(item.name) and Path(item).is_file():
                    yield key

    def _path(self, key: str) -> Path:
        path = self.root / key
        if not self._holds(path):
            raise InputError(f"{key!r} leaves {self.root}: names in annotations must stay inside")
        return path

    def _holds(self, path: Path) -> bool:
        """Whether a path stays below the root when its links are followed."""
        return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self.root))


def _may_be(key: str, prefix: str) -> bool:
    """Whether this is a key with the prefix, or a folder that may hold one."""
    return key.startswith(prefix) or (key.endswith("/") and prefix.startswith(key))


def _ours(name: str) -> bool:
    """Whether this is a lock or an unfinished write of a store, not a key."""
    return name.startswith(".") and name.endswith((".lock", ".partial"))
