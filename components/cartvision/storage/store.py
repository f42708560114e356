"""The one interface of storage, and the way to open it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlparse

from cartvision.errors import InputError


class Store(Protocol):
    """A flat space of keys under one root, `a/b.jpg`; what is written is whole or absent."""

    uri: str

    def keys(self, prefix: str = "") -> Iterator[str]:
        """Every key that starts with `prefix`, in order."""
        ...

    def read(self, key: str) -> bytes:
        """The bytes at `key`; KeyError if there are none."""
        ...

    def read_tagged(self, key: str) -> tuple[bytes, str]:
        """The bytes at `key` and the tag of this very version of them."""
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
