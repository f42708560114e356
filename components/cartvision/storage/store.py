"""The one interface of storage, and the way to open it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlparse

from cartvision.errors import InputError


@dataclass(frozen=True)
class Entry:
    """One key as it was listed."""

    key: str
    size: int  # bytes
    tag: str  # another one once the bytes are others


class Store(Protocol):
    """A flat space of keys under one root, `a/b.jpg`; what is written is whole or absent."""

    uri: str

    def require(self) -> None:
        """InputError if there is no such place: a store that is read must be there."""
        ...

    def entries(self, prefix: str = "") -> Iterator[Entry]:
        """Every key that starts with `prefix`, in order; none where nothing was written yet."""
        ...

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that starts with `prefix`, in order."""
        ...

    def read(self, key: str) -> bytes:
        """The bytes at `key`; KeyError if there are none."""
        ...

    def read_tagged(self, key: str) -> tuple[bytes, str]:
        """The bytes at `key` and the tag of this very version of them, for `write_if`."""
        ...

    def download(self, key: str, *, into: BinaryIO, tag: str = "") -> str:
        """Fill the file with the bytes at `key`; their tag, as `entries` gives it.

        What `into` holds already must be the start of the version `tag`; it is kept if it can be.
        """
        ...

    def write(self, key: str, content: bytes) -> None: ...

    def write_if(self, key: str, content: bytes, *, tag: str | None) -> bool:
        """Write only over the version `tag` (None: only if absent); False if another was first."""
        ...


def open_store(uri: str) -> Store:
    """`s3://bucket/prefix`, `file:///folder` or a plain path."""
    parts = urlparse(uri)
    if parts.scheme == "s3":
        from cartvision.storage.s3 import S3Store

        return S3Store(bucket=parts.netloc, prefix=parts.path.strip("/"))
    if parts.scheme in ("", "file"):
        from cartvision.storage.local import LocalStore

        return LocalStore(Path(unquote(parts.path) if parts.scheme else uri))
    raise InputError(f"{uri}: storage is s3://…, file://… or a path, not {parts.scheme}://")
