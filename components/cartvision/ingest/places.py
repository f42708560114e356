"""Where a run writes: nothing that is not its own is replaced, removed or read back as data."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cartvision.data import info
from cartvision.errors import InputError
from cartvision.ingest.flags import IngestFlags

LOCK = "lock"
OURS = ("fetched", "ledger.sqlite", "looks.sqlite", "looks.sqlite-shm", "looks.sqlite-wal", "rows")


def refuse_places(flags: IngestFlags) -> None:
    """InputError for folders that lie in each other, or hold what somebody else put there."""
    dataset, report, work = (
        path.absolute() for path in (flags.dataset, flags.report, flags.workplace)
    )
    if dataset.is_dir() and any(dataset.iterdir()) and not (dataset / info.FILE_NAME).is_file():
        raise InputError(f"--dataset {dataset} holds something else: give an empty or new folder")
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
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(f"another run is at work in {folder}: wait, or give --work") from None
        yield
        for name in OURS:
            path = folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        (folder / LOCK).unlink()
    if not any(folder.iterdir()):
        folder.rmdir()
