"""A folder as a store."""

import fcntl
import hashlib
from collections.abc import Iterator
from pathlib import Path

from cartvision.errors import InputError
from cartvision.files import write_bytes


class LocalStore:
    """Keys are paths below `root`; nothing outside of it is reached."""

    def __init__(self, root: Path) -> None:
        self.root = root.absolute()
        self.uri = str(self.root)

    def keys(self, prefix: str = "") -> Iterator[str]:
        found = (path for path in self.root.rglob("*") if path.is_file() and not _ours(path.name))
        keys = sorted(path.relative_to(self.root).as_posix() for path in found)
        return (key for key in keys if key.startswith(prefix))

    def read(self, key: str) -> bytes:
        path = self._path(key)
        if not path.is_file():
            raise KeyError(key)
        return path.read_bytes()

    def read_tagged(self, key: str) -> tuple[bytes, str]:
        content = self.read(key)
        return content, hashlib.sha256(content).hexdigest()

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

    def _path(self, key: str) -> Path:
        path = (self.root / key).resolve()
        if not path.is_relative_to(self.root.resolve()):
            raise InputError(f"{key!r} leaves {self.root}: names in annotations must stay inside")
        return path


def _ours(name: str) -> bool:
    """Whether this is a lock or an unfinished write of a store, not a key."""
    return name.startswith(".") and name.endswith((".lock", ".partial"))
