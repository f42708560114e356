"""Reading a dataset folder, or several that are shards of one: streamed, or one row by number."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from cartvision.data.info import DatasetInfo, SplitInfo, read_info, together
from cartvision.data.picture import SPLITS, Picture, Split
from cartvision.data.schema import SCHEMA, from_row
from cartvision.errors import InputError

MAY_BE_EMPTY = {"captured_at"}


@dataclass(frozen=True)
class RowGroup:
    """Where a run of rows stands."""

    shard: Path
    number: int
    rows: int


@dataclass(frozen=True)
class Dataset:
    """An opened dataset: its description and where its rows are."""

    info: DatasetInfo
    shards: dict[Split, list[Path]]

    def pictures(self, split: Split) -> Iterator[Picture]:
        """Every picture of the split in a stable order, a few in memory at a time."""
        for shard in self.shards[split]:
            for row in rows(shard):
                yield from_row(row)

    def column(self, name: str, *, split: Split) -> Iterator[Any]:
        """One value of every row, in the order of `pictures`, without reading the pictures."""
        for shard in self.shards[split]:
            with _named(shard):
                yield from pq.read_table(shard, columns=[name])[name].to_pylist()

    def row_groups(self, split: Split) -> list[RowGroup]:
        """The runs of rows that are read together, for readers that shuffle."""
        return [group for shard in self.shards[split] for group in _groups(shard)]

    def size(self, split: Split) -> int:
        return self.info.splits.get(split, SplitInfo()).pictures


class RandomAccess:
    """One split of a dataset by row number; a read costs one row group."""

    def __init__(self, dataset: Dataset, *, split: Split) -> None:
        self._places = [
            (group.shard, group.number, row)
            for group in dataset.row_groups(split)
            for row in range(group.rows)
        ]

    def __len__(self) -> int:
        return len(self._places)

    def __getitem__(self, index: int) -> Picture:
        shard, number, row = self._places[index]
        return from_row(_read_group(shard, number).slice(row, 1).to_pylist()[0])


def rows(shard: Path) -> Iterator[dict[str, Any]]:
    """The rows of one shard as they are stored."""
    for group in _groups(shard):
        yield from _read_group(shard, group.number).to_pylist()


def pictures_of(groups: Iterable[RowGroup]) -> Iterator[Picture]:
    """The pictures of these runs of rows, a run in memory at a time."""
    for group in groups:
        for row in _read_group(group.shard, group.number).to_pylist():
            yield from_row(row)


def _groups(shard: Path) -> list[RowGroup]:
    metadata = _opened(shard).metadata
    return [
        RowGroup(shard, number, metadata.row_group(number).num_rows)
        for number in range(metadata.num_row_groups)
    ]


def _read_group(shard: Path, number: int) -> pa.Table:
    file = _opened(shard)
    with _named(shard):
        table = file.read_row_group(number, use_threads=False)
    _require_values(table, shard=shard)
    return table


def _opened(shard: Path) -> pq.ParquetFile:
    return _file(shard, shard.stat().st_mtime_ns)


@lru_cache(maxsize=256)
def _file(shard: Path, written: int) -> pq.ParquetFile:  # noqa: ARG001 - a file written anew is another
    with _named(shard):
        file = pq.ParquetFile(shard)
    if not file.schema_arrow.equals(SCHEMA):
        raise InputError(
            f"{shard} has other columns or types than a dataset's rows: "
            "write it by DatasetWriter, with the columns of cartvision.data.schema"
        )
    return file


@contextmanager
def _named(shard: Path) -> Iterator[None]:
    """What Parquet finds broken, as an error that names the shard."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise InputError(f"{shard} cannot be read, copy it again: {error}") from error


def _require_values(table: pa.Table, *, shard: Path) -> None:
    flat = table.flatten()
    empty = {name for name in flat.column_names if flat[name].null_count} - MAY_BE_EMPTY
    if empty:
        raise InputError(f"{shard} has rows without {', '.join(sorted(empty))}: write it again")


def open_dataset(folders: Path | Sequence[Path]) -> Dataset:
    """Open one dataset folder as it is, or a list of all that are the parts of one dataset."""
    given = [folders] if isinstance(folders, Path) else list(folders)
    infos = [read_info(folder) for folder in given]
    if not isinstance(folders, Path):
        _require_every_part([info.part for info in infos])
    for folder, info in zip(given, infos, strict=True):
        if (info.attributes, info.taxonomy) != (infos[0].attributes, infos[0].taxonomy):
            raise InputError(
                f"{folder} and {given[0]} name other attributes or categories: "
                "they are not parts of one dataset"
            )
        if info.made_by != infos[0].made_by:
            raise InputError(
                f"{folder} and {given[0]} were made with other settings: "
                "they are not parts of one dataset"
            )
    shards = {split: _shards(given, infos, split=split) for split in SPLITS}
    return Dataset(info=_joined(infos), shards=shards)


def _require_every_part(parts: list[str]) -> None:
    """A part too few or too many would pass for another dataset."""
    whole = [f"{number + 1}/{len(parts)}" for number in range(len(parts))]
    if not parts or sorted(parts) != sorted(whole):
        raise InputError(
            f"the dataset folders given are the parts {sorted(parts)}; "
            "give every part of one dataset, each once"
        )


def _shards(folders: list[Path], infos: list[DatasetInfo], *, split: Split) -> list[Path]:
    found = []
    for folder, info in zip(folders, infos, strict=True):
        here = sorted(folder.glob(f"{split}-*.parquet"))
        promised = info.splits.get(split, SplitInfo()).shards
        if len(here) != promised:
            raise InputError(
                f"{folder} promises {promised} shards of {split} and has {len(here)}: copy it again"
            )
        found += here
    return found


def _joined(infos: list[DatasetInfo]) -> DatasetInfo:
    if len(infos) == 1:
        return infos[0]
    splits = {}
    for split in SPLITS:
        parts = [info.splits[split] for info in infos if split in info.splits]
        if parts:
            splits[split] = together(parts)
    licences = {licence for info in infos for licence in info.licences}
    whole = infos[0].model_copy(update={"part": "1/1"})
    return whole.holding(splits, licences=licences)
