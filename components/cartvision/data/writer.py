"""Writing a dataset folder: streamed, aside, and renamed when whole."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cartvision.data import info as dataset_info
from cartvision.data.picture import Picture, Split
from cartvision.data.shard import Shard, ShardWriter
from cartvision.files import whole_folder


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
        self.pictures_per_shard = pictures_per_shard
        self._about = dataset_info.DatasetInfo(
            part=part, attributes=attributes, taxonomy=taxonomy, made_by=made_by
        )
        self._place = self._whole()
        self._open: dict[Split, ShardWriter] = {}
        self._shards: dict[Split, list[tuple[Path, Shard]]] = defaultdict(list)

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
                for split in list(self._open):
                    self._close(split)
                assemble(self._aside, self._shards, about=self._about)
            finally:
                for writer in self._open.values():
                    writer.abandon()

    def add(self, picture: Picture, *, split: Split) -> None:
        if split not in self._open:
            self._open[split] = ShardWriter(self._path(split), attributes=len(self.attributes))
        self._open[split].add(picture)
        if self._open[split].pictures == self.pictures_per_shard:
            self._close(split)

    def _path(self, split: Split) -> Path:
        return self._aside / f"{split}-{len(self._shards[split]):05d}.parquet"

    def _close(self, split: Split) -> None:
        shard = self._open.pop(split).close()
        self._shards[split].append((self._path(split), shard))


def assemble(
    folder: Path,
    shards: Mapping[Split, Sequence[tuple[Path, Shard]]],
    *,
    about: dataset_info.DatasetInfo,
) -> None:
    """Move the files of each split into the folder and describe them; `about` tells the rest."""
    splits = {}
    for split, files in sorted(shards.items()):
        for number, (path, _) in enumerate(files):
            path.rename(folder / f"{split}-{number:05d}-of-{len(files):05d}.parquet")
        splits[split] = dataset_info.together([shard.rows for _, shard in files])
    licences = {name for files in shards.values() for _, shard in files for name in shard.licences}
    info = about.holding(splits, licences=licences)
    (folder / dataset_info.FILE_NAME).write_text(info.model_dump_json(indent=2) + "\n")
