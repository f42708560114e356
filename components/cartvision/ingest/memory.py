"""Which split every picture and group went to, remembered from run to run in one small file.

It belongs beside the source: as long as it is given, growing data never moves what is placed.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cartvision.data.picture import Split
from cartvision.errors import InputError, WorkError
from cartvision.storage.store import Store, open_store

SCHEMA = pa.schema(
    [
        ("image_id", pa.string()),
        ("given", pa.string()),  # group of the source
        ("group", pa.string()),  # group of the dataset, which may be several that were joined
        ("split", pa.string()),
        ("likeness", pa.binary()),
    ]
)


@dataclass(frozen=True)
class Remembered:
    """One picture of an earlier run."""

    image_id: str
    given: str  # group of the source
    group: str  # group of the dataset: several that were joined, or a part of one
    split: Split
    likeness: bytes


class Memory:
    """Read when a run begins, written when its dataset is whole, unless another run was faster."""

    def __init__(self, store: Store, *, key: str) -> None:
        self._store = store
        self._key = key
        self.place = f"{store.uri}/{key}"
        self.pictures, self._tag = self._read()

    def _read(self) -> tuple[dict[str, Remembered], str | None]:
        try:
            content, tag = self._store.read_tagged(self._key)
        except KeyError:
            return {}, None
        try:
            rows: list[Any] = pq.read_table(io.BytesIO(content), schema=SCHEMA).to_pylist()
        except (pa.ArrowInvalid, pa.ArrowTypeError, KeyError) as error:
            raise InputError(
                f"{self.place} does not remember splits: {error}. Give another --memory, or remove "
                "it if every picture may be placed anew"
            ) from None
        return {row["image_id"]: Remembered(**row) for row in rows}, tag

    def write(self, placed: Iterable[Remembered]) -> None:
        """Add to what is remembered; a picture that is gone stays, for its copies may come."""
        both = self.pictures | {picture.image_id: picture for picture in placed}
        rows = [vars(both[image_id]) for image_id in sorted(both)]
        out = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), out, compression="zstd")
        if not self._store.write_if(self._key, out.getvalue(), tag=self._tag):
            raise WorkError(
                f"another run has written {self.place} meanwhile, and may have placed the same "
                "pictures elsewhere: run again"
            )


def open_memory(place: str) -> Memory:
    """A path, or s3://bucket/key."""
    folder, slash, key = place.rpartition("/")
    if not key or folder in ("s3:/", "file:/") or Path(place).is_dir():
        raise InputError(f"--memory {place} is a folder or bucket: name a file in it")
    return Memory(open_store(folder or (slash or ".")), key=key)
