"""An existing CartVision dataset folder, to merge.

Its splits are official, its copies are left out. The key of a picture is its shard and its row
there, train-00000-of-00004.parquet#17; it keeps the name and the source that it has there.
"""

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import ValidationError

from cartvision.data.info import FILE_NAME, DatasetInfo, SplitInfo
from cartvision.data.picture import NA, SPLITS, Contents, Split
from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Format, Hints, Listed, Statement, Vocabulary
from cartvision.ingest.faults import Reason
from cartvision.ingest.source import Source

LAYOUT = "the dataset format is a dataset folder: dataset.json and its Parquet shards"
PLAIN = ["width", "height", "group", "copy", "source", "captured_at", "licence"]
COLUMNS = ["image", *PLAIN, "objects", "labels"]
READ = ["image.path", *COLUMNS[1:]]  # the bytes are fetched picture by picture
GROUPS_HELD = 4  # runs of rows whose pictures are in memory: those that workers ask for together


def read(source: Source, hints: Hints) -> Iterator[Statement]:  # noqa: ARG001 - every reader's signature
    info = _info(source)
    yield Vocabulary(tuple(info.attributes), tuple(info.taxonomy))
    for split in SPLITS:
        count = info.splits.get(split, SplitInfo()).shards
        for number in range(count):
            key = f"{split}-{number:05d}-of-{count:05d}.parquet"
            if source.has(key):
                yield from _shard(source, key, split=split, attributes=info.attributes)
            else:
                yield Listed(key, split=split, fault=Reason.NO_FILE)


def load(source: Source, picture: str) -> bytes:
    """Cheap for neighbours: their run of rows is read once."""
    key, _, row = picture.rpartition("#")
    return _picture(source.path(key), row=int(row))


FORMAT = Format(read, load)


def _info(source: Source) -> DatasetInfo:
    path = source.require(FILE_NAME, layout=LAYOUT)
    try:
        return DatasetInfo.model_validate_json(path.read_bytes())
    except ValidationError as error:
        said = f"{source.uri}/{FILE_NAME} is not one that this version reads"
        raise InputError(f"{said}: {error}") from None


def _shard(source: Source, key: str, *, split: Split, attributes: list[str]) -> Iterator[Statement]:
    number = 0
    try:
        with pq.ParquetFile(source.path(key)) as file:
            if not set(COLUMNS) <= set(file.schema_arrow.names):
                raise pa.ArrowInvalid("a table of something else")
            for batch in file.iter_batches(columns=READ, use_threads=False):
                for row in batch.to_pylist():
                    if row["copy"] == 0:
                        yield from _row(f"{key}#{number}", row, split=split, names=attributes)
                    number += 1
    except (pa.ArrowException, OSError):
        yield Listed(key, split=split, fault=Reason.BAD_ANNOTATION, row=f"after row {number}")


def _row(
    picture: str, row: dict[str, Any], *, split: Split, names: list[str]
) -> Iterator[Statement]:
    time = row["captured_at"]
    yield Listed(
        picture,
        group=row["group"],
        split=split,
        captured_at=time.isoformat() if time else "",
        licence=row["licence"],
        size=(row["width"], row["height"]),
        name=row["image"]["path"],
        origin=row["source"],
    )
    for item in row["objects"]:
        values = _values(item["attributes"], names=names)
        yield Claim(
            picture,
            str(item),
            box=tuple(item["bbox"]),
            category=item["category"],
            sku=item["sku"],
            attributes=values or {},
            crowd=item["crowd"],
            fault=Reason.WRONG_COLUMNS if values is None else None,
        )
    labels = row["labels"]
    values = _values(labels["attributes"], names=names)
    if labels["category"] or labels["attributes"]:
        fault = Reason.WRONG_COLUMNS if values is None else None
        yield Claim(
            picture, str(labels), category=labels["category"], attributes=values or {}, fault=fault
        )
    for item in labels["contents"]:
        yield Claim(picture, str(item), contents=Contents(**item))


def _values(given: list[int], *, names: list[str]) -> dict[str, str] | None:
    """By name; a row may have none at all. None if they are not one for each name."""
    words = ["NA" if value == NA else str(value) for value in given]
    if len(words) not in (0, len(names)):
        return None
    return dict(zip(names, words, strict=False))


def _picture(path: Path, *, row: int) -> bytes:
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if row < rows:
                return _pictures(path, path.stat().st_mtime_ns, group)[row]
            row -= rows
    raise KeyError(f"{path.name} has no such row")


@lru_cache(maxsize=GROUPS_HELD)
def _pictures(path: Path, written: int, group: int) -> list[bytes]:  # noqa: ARG001 - a file written anew is another
    with pq.ParquetFile(path) as file:
        column = file.read_row_group(group, columns=["image.bytes"], use_threads=False)["image"]
    return [image["bytes"] for image in column.to_pylist()]
