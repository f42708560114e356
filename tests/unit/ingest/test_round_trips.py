"""What the synthetic store writes in a format, ingest reads back: every picture, box and label."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import get_args

import pytest

from cartvision.data.picture import SPLITS, Box
from cartvision.data.reader import open_dataset
from cartvision.flags import parse
from cartvision.ingest.__main__ import main as ingest
from cartvision.ingest.flags import IngestFlags
from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.drawing import shots
from cartvision.synthesize.flags import Layout
from cartvision.synthesize.scene import Shot
from cartvision.synthesize.writing import LICENCE, write_store

SHOTS = 6


@dataclass(frozen=True)
class Known:
    """All that is known of a picture, whatever it was read from."""

    encoded: bytes
    size: tuple[int, int]
    group: str
    captured_at: datetime | None
    licence: str
    products: frozenset[tuple[Box, str, str, tuple[tuple[str, int], ...]]]


@pytest.fixture(scope="module")
def drawn() -> list[Shot]:
    """A few pictures; the first is one of an empty shelf."""
    first, *others = shots(SHOTS, seed=11, size=256, workers=1)
    return [replace(first, objects=()), *others]


def _original(shot: Shot) -> Known:
    return Known(
        encoded=shot.encoded,
        size=(shot.width, shot.height),
        group=shot.group,
        captured_at=shot.captured_at,
        licence=LICENCE,
        products=frozenset(
            (seen.box, seen.category, seen.sku, _named(ATTRIBUTES, seen.attributes))
            for seen in shot.objects
        ),
    )


def _named(
    names: tuple[str, ...] | list[str], values: tuple[int, ...]
) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(zip(names, values, strict=True)))


def _read(folder: Path) -> list[Known]:
    dataset = open_dataset(folder)
    names = dataset.info.attributes
    return [
        Known(
            encoded=picture.encoded,
            size=(picture.width, picture.height),
            group=picture.group,
            captured_at=picture.captured_at,
            licence=picture.licence,
            products=frozenset(
                (item.bbox, item.category, item.sku, _named(names, item.attributes))
                for item in picture.objects
            ),
        )
        for split in SPLITS
        for picture in dataset.pictures(split)
    ]


def _ingest(source: Path, *, layout: str, into: Path) -> None:
    told = f"--source {source} --format {layout} --dataset {into} --report {into}-report"
    told += " --val-share 0 --test-share 0"  # a few stores cannot fill three splits
    ingest(parse(IngestFlags, told.split(), program="cartvision ingest"))


def _by_bytes(known: Known) -> bytes:
    return known.encoded


@pytest.mark.parametrize("layout", get_args(Layout))
def test_what_is_written_in_a_format_is_read_back(tmp_path: Path, drawn: list[Shot], layout: str):
    write_store(drawn, folder=tmp_path / "source", layout=layout, recipe={"seed": 11})
    _ingest(tmp_path / "source", layout=layout, into=tmp_path / "dataset")
    originals = sorted(map(_original, drawn), key=_by_bytes)
    assert sorted(_read(tmp_path / "dataset"), key=_by_bytes) == originals
    assert (tmp_path / "dataset-report" / "quarantine.jsonl").read_text() == ""


def test_a_dataset_keeps_its_splits(tmp_path: Path, drawn: list[Shot]):
    write_store(drawn, folder=tmp_path / "source", layout="dataset", recipe={"seed": 11})
    _ingest(tmp_path / "source", layout="dataset", into=tmp_path / "again")
    assert _splits(tmp_path / "again") == _splits(tmp_path / "source")


def _splits(folder: Path) -> dict[str, str]:
    dataset = open_dataset(folder)
    return {picture.image_id: split for split in SPLITS for picture in dataset.pictures(split)}
