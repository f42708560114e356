"""Writing aside, then renaming: nothing half-written is ever found at its final name."""

import errno
import fcntl
import hashlib
import os
import re
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cartvision.errors import InputError

LOCK = "lock"


def write_text(path: Path, text: str) -> None:
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    aside.write_bytes(content)
    aside.replace(path)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """The folder, made if need be, for one process at a time; gone again if nothing is in it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise InputError(
                f"another run is at work in {folder}: wait for it, or write elsewhere"
            ) from None
        try:
            yield
        finally:
            (folder / LOCK).unlink(missing_ok=True)
            with suppress(OSError):  # something is in it, or it is gone
                folder.rmdir()


def refuse_foreign(folder: Path, *, holds: str, flag: str) -> None:
    """InputError where something is in the folder and the file `holds`, which ours have, is not.

    Writing there would remove it.
    """
    there = folder.resolve()
    if there.is_dir() and any(there.iterdir()) and not (there / holds).is_file():
        raise InputError(f"{flag} {there} holds something else: give an empty or new folder")


def require_place(path: Path, *, flag: str) -> None:
    """InputError where no folder can be written at the path; found out before the work."""
    if path.is_file():
        raise InputError(f"{flag} {path} is a file, and a folder is written there: name another")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{flag} {path} cannot be written: {error.strerror}") from error
    if not os.access(path.parent, os.W_OK):
        raise InputError(f"{flag} {path} cannot be written: {path.parent} is not writable")


def digest(*files: Path) -> str:
    """The sha256 of the files' contents, one after another."""
    told = hashlib.sha256()
    for file in files:
        told.update(file.read_bytes())
    return told.hexdigest()


@contextmanager
def whole_folder(folder: Path) -> Iterator[Path]:
    """A folder to fill, which takes the place of `folder` when the block ends without an error.

    Every process fills a folder of its own: of two at the same time, the last to end stays.
    """
    if folder.is_file():
        raise InputError(f"{folder} is a file, and a folder is to be written there: name another")
    _settle(folder)
    aside = _beside(folder, pid=os.getpid(), what="partial")
    aside.mkdir(parents=True)
    try:
        yield aside
        _as_readable_as(aside)
        _replace(folder, by=aside)
    finally:
        _settle(folder)


def _as_readable_as(folder: Path) -> None:
    """Whoever may look into the folder may read its files: safetensors makes them its owner's."""
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            file.chmod(file.stat().st_mode | folder.stat().st_mode & 0o666)


def _beside(folder: Path, *, pid: int, what: str) -> Path:
    return folder.with_name(f".{folder.name}.{socket.gethostname()}-{pid}.{what}")


def _replace(folder: Path, *, by: Path) -> None:
    """Put `by` in place, over an earlier folder or over what another run puts there meanwhile."""
    former = by.with_suffix(".former")
    placed = False
    while not placed:
        shutil.rmtree(former, ignore_errors=True)
        with suppress(FileNotFoundError):
            folder.rename(former)
        placed = _put(by, folder)
    shutil.rmtree(former, ignore_errors=True)


def _put(aside: Path, folder: Path) -> bool:
    """False where another run was quicker."""
    try:
        aside.rename(folder)
    except OSError as error:
        if error.errno != errno.ENOTEMPTY:
            raise
        return False
    return True


def _settle(folder: Path) -> None:
    """Clear what this process and killed ones left beside; a former folder not replaced returns.

    Another machine's leavings stay: nobody here can tell whether it is still at work.
    """
    name = re.escape(f".{folder.name}.{socket.gethostname()}-")
    for left in sorted(folder.parent.glob(".*")):
        found = re.fullmatch(rf"{name}(\d+)\.(partial|former)", left.name)
        if found is None or _works_elsewhere(int(found[1])):
            continue
        returns = found[2] == "former" and not folder.exists()
        if not (returns and _put(left, folder)):
            shutil.rmtree(left, ignore_errors=True)


def _works_elsewhere(pid: int) -> bool:
    """Whether this is another process, and it lives."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()
