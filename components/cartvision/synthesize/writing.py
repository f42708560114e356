"""The store put in a folder, in one of its layouts; and what the layouts share."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from cartvision.data import info
from cartvision.data.picture import NA
from cartvision.errors import InputError
from cartvision.files import whole_folder
from cartvision.synthesize.catalogue import SKUS
from cartvision.synthesize.scene import Shot
from cartvision.synthesize.sight import Seen

STAGE = "synthesize"
LICENCE = "CC0-1.0"
TAXONOMY = tuple(sorted({sku.line.category for sku in SKUS}))
MARKER = "synthetic.json"  # a folder with this file is ours to replace
PICTURE_KEYS = ["image", "group", "captured_at", "licence"]

Recipe = Mapping[str, object]  # what the pictures were drawn from
Cells = Sequence[str | int]


@dataclass
class Written:
    """How much is in the folder."""

    pictures: int = 0
    objects: int = 0

    def counting(self, shots: Iterable[Shot]) -> Iterator[Shot]:
        for shot in shots:
            self.pictures += 1
            self.objects += len(shot.objects)
            yield shot


def write_store(shots: Iterable[Shot], *, folder: Path, layout: str, recipe: Recipe) -> Written:
    """Write aside, then put the folder in place; an earlier one of ours there is replaced."""
    _refuse_foreign(folder)
    write = import_module(f"cartvision.synthesize.formats.{layout}").write
    written = Written()
    with whole_folder(folder) as aside:
        write(written.counting(shots), folder=aside, recipe=recipe)
    return written


def _refuse_foreign(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not _is_ours(folder):
        raise InputError(f"{folder} holds something that we did not draw: give another --out")


def _is_ours(folder: Path) -> bool:
    is_dataset = (folder / info.FILE_NAME).is_file()
    return STAGE in info.read_info(folder).made_by if is_dataset else (folder / MARKER).is_file()


def write_recipe(recipe: Recipe, *, folder: Path) -> None:
    (folder / MARKER).write_text(json.dumps(recipe, indent=2) + "\n")


def write_picture(shot: Shot, *, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / shot.name).write_bytes(shot.encoded)


@contextmanager
def table(path: Path, header: Cells = ()) -> Iterator[Callable[[Cells], object]]:
    """A CSV file to be written row by row."""
    with path.open("w", newline="") as file:
        add = csv.writer(file, lineterminator="\n").writerow
        if header:
            add(header)
        yield add


def picture_row(shot: Shot) -> list[str]:
    """What PICTURE_KEYS name."""
    return [shot.name, shot.group, shot.captured_at.isoformat(), LICENCE]


def values(seen: Seen) -> list[str]:
    """Attributes as words, in the order of ATTRIBUTES."""
    return ["NA" if value == NA else str(value) for value in seen.attributes]
