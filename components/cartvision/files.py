"""Writing aside, then renaming: nothing half-written is ever found at its final name."""

import os
import shutil
from pathlib import Path


def write_text(path: Path, text: str) -> None:
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}.partial")
    aside.write_bytes(content)
    aside.replace(path)


def replace_folder(aside: Path, folder: Path) -> None:
    """Put the finished folder `aside` where `folder` was."""
    if folder.exists():
        shutil.rmtree(folder)
    aside.rename(folder)
