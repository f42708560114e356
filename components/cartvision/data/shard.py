"""One Parquet file of a dataset: rows streamed into it, and what they add to the whole."""

from pathlib import Path

import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict

from cartvision.data.info import DIGEST_MODULUS, SplitInfo
from cartvision.data.picture import Picture, row_digest
from cartvision.data.schema import SCHEMA, to_table
from cartvision.errors import InputError

ROWS_PER_GROUP = 8  # one random read costs a row group: eight pictures, about a megabyte


class Shard(BaseModel):
    """What one file holds."""

    model_config = ConfigDict(frozen=True)

    rows: SplitInfo
    licences: list[str]


class ShardWriter:
    """Rows go out in groups of a few; `close` tells what was written."""

    def __init__(self, path: Path, *, attributes: int) -> None:
        self._file = pq.ParquetWriter(path, SCHEMA, compression="zstd", use_dictionary=False)
        self._attributes = attributes
        self._waiting: list[tuple[Picture, str]] = []
        self._digest = self._objects = self.pictures = 0
        self._licences: set[str] = set()

    def add(self, picture: Picture) -> None:
        self._check_width(picture)
        image_id = picture.image_id
        self._digest = (self._digest + row_digest(picture, image_id=image_id)) % DIGEST_MODULUS
        self._licences.add(picture.licence)
        self._objects += len(picture.objects)
        self.pictures += 1
        self._waiting.append((picture, image_id))
        if len(self._waiting) >= ROWS_PER_GROUP:
            self._flush()

    def close(self) -> Shard:
        self._flush()
        self._file.close()
        rows = SplitInfo(
            pictures=self.pictures, objects=self._objects, shards=1, digest=f"{self._digest:x}"
        )
        return Shard(rows=rows, licences=sorted(self._licences))

    def abandon(self) -> None:
        """Let go of the file, which is of no use."""
        self._file.close()

    def _check_width(self, picture: Picture) -> None:
        labelled = [item.attributes for item in picture.objects] + [picture.labels.attributes]
        for values in labelled:
            if values and len(values) != self._attributes:
                raise InputError(
                    f"{picture.path}: {len(values)} attribute values for the "
                    f"{self._attributes} attributes of the dataset"
                )

    def _flush(self) -> None:
        if not self._waiting:
            return
        pictures, image_ids = zip(*self._waiting, strict=True)
        self._waiting = []
        self._file.write_table(to_table(pictures, image_ids=image_ids))
