"""Where a run writes: nothing that is not its own is replaced, removed or read back as data."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cartvision.data.info import refuse_foreign
from cartvision.errors import InputError
from cartvision.files import alone_in
from cartvision.ingest.flags import IngestFlags

OURS = ("fetched", "ledger.sqlite", "looks.sqlite", "looks.sqlite-shm", "looks.sqlite-wal", "rows")


def refuse_places(flags: IngestFlags) -> None:
    """InputError for folders that lie in each other, or hold what somebody else put there."""
    dataset, report, work = (
        path.absolute() for path in (flags.dataset, flags.report, flags.workplace)
    )
    refuse_foreign(dataset, flag="--dataset")
    for name, path in (("report", report), ("work", work)):
        if path.is_relative_to(dataset):
            raise InputError(f"--{name} {path} lies in --dataset, which is replaced as a whole")
    for source in flags.source:
        root = Path(source.removeprefix("file://")).absolute()
        for name, path in (("dataset", dataset), ("report", report), ("work", work)):
            if "s3://" not in source and (path.is_relative_to(root) or root.is_relative_to(path)):
                raise InputError(
                    f"--{name} {path} and the source {root} lie in each other: "
                    "the source is only read, so write elsewhere"
                )


@contextmanager
def workplace(folder: Path) -> Iterator[None]:
    """The folder for one run at a time; what we put there goes when the block ends well."""
    with alone_in(folder):
        yield
        for name in OURS:
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
