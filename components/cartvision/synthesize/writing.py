"""The source folder in the form of SKU-110K, with attributes and pictures in tables beside it."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from cartvision.data.picture import NA
from cartvision.errors import InputError
from cartvision.files import whole_folder
from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.scene import Shot

LICENCE = "CC0-1.0"
CLASS = "object"  # SKU-110K has one
MARKER = "pictures.csv"  # a folder with this file is ours to replace

Row = list[str | int]


@dataclass(frozen=True)
class Written:
    """How much is in the folder."""

    pictures: int
    objects: int


def write_source(shots: Iterable[Shot], *, folder: Path) -> Written:
    """Write aside, then put the folder in place; an earlier source folder there is replaced."""
    _refuse_foreign(folder)
    with whole_folder(folder) as aside:
        (aside / "images").mkdir()
        return _write(shots, aside=aside)


def _refuse_foreign(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise InputError(f"{folder} holds something else than a source folder: give another --out")


def _write(shots: Iterable[Shot], *, aside: Path) -> Written:
    annotations: list[Row] = []
    attributes: list[Row] = [["image", "x1", "y1", "x2", "y2", "category", "sku", *ATTRIBUTES]]
    pictures: list[Row] = [["image", "group", "captured_at", "licence"]]
    for shot in shots:
        (aside / "images" / shot.name).write_bytes(shot.encoded)
        pictures.append([shot.name, shot.group, shot.captured_at.isoformat(), LICENCE])
        for seen in shot.objects:
            annotations.append([shot.name, *seen.box, CLASS, shot.width, shot.height])
            values = ["NA" if value == NA else value for value in seen.attributes]
            attributes.append([shot.name, *seen.box, seen.category, seen.sku, *values])
    _write_table(aside / "annotations.csv", annotations)
    _write_table(aside / "attributes.csv", attributes)
    _write_table(aside / MARKER, pictures)
    return Written(pictures=len(pictures) - 1, objects=len(annotations))


def _write_table(path: Path, rows: list[Row]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    path.write_text(out.getvalue())
