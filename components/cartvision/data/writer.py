"""Writing a dataset folder: streamed, aside, and renamed when whole."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyarrow.parquet as pq

from cartvision.data import info as dataset_info
from cartvision.data.picture import Picture, Split, row_digest
from cartvision.data.schema import SCHEMA, to_table
from cartvision.errors import InputError
from cartvision.files import whole_folder

ROWS_PER_GROUP = 8  # one random read costs a row group: eight pictures, about a megabyte


class DatasetWriter:
    """Use as a context: leaving it whole puts the folder in place, an error leaves nothing."""

    def __init__(
        self,
        folder: Path,
        *,
        attributes: list[str],
        taxonomy: list[str],
        made_by: dict[str, Any],
        pictures_per_shard: int = 1000,
        part: str = "1/1",
    ) -> None:
        self.folder = folder
        self.attributes = attributes
        self.taxonomy = taxonomy
        self.made_by = made_by
        self.pictures_per_shard = pictures_per_shard
        self.part = part
        self._place = self._whole()
        self._writers: dict[Split, pq.ParquetWriter] = {}
        self._waiting: dict[Split, list[tuple[Picture, str]]] = defaultdict(list)
        self._pictures: dict[Split, int] = defaultdict(int)
        self._objects: dict[Split, int] = defaultdict(int)
        self._shards: dict[Split, int] = defaultdict(int)
        self._digests: dict[Split, int] = defaultdict(int)
        self._licences: set[str] = set()

    def __enter__(self) -> Self:
        self._place.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._place.__exit__(kind, error, trace)

    @contextmanager
    def _whole(self) -> Iterator[None]:
        with whole_folder(self.folder) as self._aside:
            try:
                yield
                self._finish()
            finally:
                for writer in self._writers.values():
                    writer.close()

    def add(self, picture: Picture, *, split: Split) -> None:
        self._check_width(picture)
        image_id = picture.image_id
        digest = row_digest(picture, image_id=image_id)
        self._digests[split] = (self._digests[split] + digest) % dataset_info.DIGEST_MODULUS
        self._licences.add(picture.licence)
        self._pictures[split] += 1
        self._objects[split] += len(picture.objects)
        self._waiting[split].append((picture, image_id))
        if len(self._waiting[split]) >= ROWS_PER_GROUP:
            self._flush(split)
        if self._pictures[split] % self.pictures_per_shard == 0:
            self._flush(split)
            self._writers.pop(split).close()

    def _check_width(self, picture: Picture) -> None:
        labelled = [item.attributes for item in picture.objects] + [picture.labels.attributes]
        for values in labelled:
            if values and len(values) != len(self.attributes):
                raise InputError(
                    f"{picture.path}: {len(values)} attribute values for the "
                    f"{len(self.attributes)} attributes of the dataset"
                )

    def _flush(self, split: Split) -> None:
        rows, self._waiting[split] = self._waiting[split], []
        if not rows:
            return
        if split not in self._writers:
            path = self._aside / f"{split}-{self._shards[split]:05d}.parquet"
            self._writers[split] = pq.ParquetWriter(
                path, SCHEMA, compression="zstd", use_dictionary=False
            )
            self._shards[split] += 1
        pictures, image_ids = zip(*rows, strict=True)
        self._writers[split].write_table(to_table(pictures, image_ids=image_ids))

    def _finish(self) -> None:
        for split in list(self._waiting):
            self._flush(split)
        for writer in self._writers.values():
            writer.close()
        for split, count in self._shards.items():
            for number in range(count):
                shard = self._aside / f"{split}-{number:05d}.parquet"
                shard.rename(shard.with_name(f"{split}-{number:05d}-of-{count:05d}.parquet"))
        written = self._info().model_dump_json(indent=2)
        (self._aside / dataset_info.FILE_NAME).write_text(written + "\n")

    def _info(self) -> dataset_info.DatasetInfo:
        splits = {
            split: dataset_info.SplitInfo(
                pictures=self._pictures[split],
                objects=self._objects[split],
                shards=self._shards[split],
                digest=f"{self._digests[split]:x}",
            )
            for split in sorted(self._pictures)
        }
        return dataset_info.DatasetInfo(
            part=self.part,
            attributes=self.attributes,
            taxonomy=self.taxonomy,
            licences=sorted(self._licences),
            splits=splits,
            fingerprint=dataset_info.fingerprint(
                attributes=self.attributes, taxonomy=self.taxonomy, digests=self._digests
            ),
            made_by=self.made_by,
        )
