"""Writing the store: whole or not at all, over nothing but what we drew, in every layout."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import pytest

from cartvision.data.info import read_info
from cartvision.data.writer import DatasetWriter
from cartvision.errors import InputError
from cartvision.flags import parse
from cartvision.synthesize.__main__ import main
from cartvision.synthesize.catalogue import ATTRIBUTES, SKUS
from cartvision.synthesize.flags import Layout, SynthesizeFlags
from cartvision.synthesize.scene import Shot, shoot
from cartvision.synthesize.writing import write_store
from cartvision.vision.codec import decode

LAYOUTS = get_args(Layout)


def _table(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def _flags(out: Path, *more: str, images: int = 3) -> SynthesizeFlags:
    told = f"--images {images} --seed 5 --size 256 --workers 1 --out {out}"
    return parse(SynthesizeFlags, [*told.split(), *more], program="cartvision synthesize")


def _write(shots: list[Shot] | Iterator[Shot], folder: Path, *, layout: str = "sku110k") -> None:
    write_store(shots, folder=folder, layout=layout, recipe={"seed": 1})


def _bytes(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def shot() -> Shot:
    return shoot(0, seed=1, size=160)


@pytest.fixture(scope="module")
def other() -> Shot:
    return shoot(1, seed=1, size=160)


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "source"
    main(_flags(out, "--format", "sku110k", images=10))
    return out


def test_the_folder_holds_pictures_tables_and_what_it_was_drawn_from(source: Path):
    names = sorted(path.name for path in source.iterdir())
    assert names == [
        "annotations.csv", "attributes.csv", "images", "pictures.csv", "synthetic.json",
    ]  # fmt: skip
    assert json.loads((source / "synthetic.json").read_text()) == {
        "images": 10, "seed": 5, "size": 256, "scenes": [], "format": "sku110k",
    }  # fmt: skip


def test_every_picture_has_one_line_and_one_file(source: Path):
    header, *lines = _table(source / "pictures.csv")
    assert header == ["image", "group", "captured_at", "licence"]
    assert sorted(line[0] for line in lines) == sorted(
        path.name for path in (source / "images").iterdir()
    )
    for image, group, captured_at, licence in lines:
        assert image.startswith(group)
        assert datetime.fromisoformat(captured_at).tzinfo == UTC
        assert licence == "CC0-1.0"


def test_annotations_say_the_true_size_of_their_picture(source: Path):
    for image, *_, name, width, height in _table(source / "annotations.csv"):
        shape = decode((source / "images" / image).read_bytes()).shape
        assert (name, shape) == ("object", (int(height), int(width), 3))


def test_annotations_and_attributes_have_the_same_boxes(source: Path):
    header, *lines = _table(source / "attributes.csv")
    annotations = _table(source / "annotations.csv")
    assert header == ["image", "x1", "y1", "x2", "y2", "category", "sku", *ATTRIBUTES]
    assert [line[:5] for line in lines] == [line[:5] for line in annotations]
    assert len(lines) > 100


def test_attribute_lines_name_articles_of_the_catalogue(source: Path):
    known = {(sku.line.category, sku.code) for sku in SKUS}
    _, *lines = _table(source / "attributes.csv")
    assert {(line[5], line[6]) for line in lines} <= known
    assert {value for line in lines for value in line[7:]} == {"0", "1", "NA"}


def test_a_dataset_says_its_fingerprint_and_is_the_default(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level("INFO"):
        main(_flags(tmp_path / "out"))
    info = read_info(tmp_path / "out")
    assert info.made_by["synthesize"]["seed"] == 5
    assert caplog.messages[-1] == f"fingerprint {info.fingerprint}"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_pictures_give_the_same_bytes(
    tmp_path: Path, shot: Shot, other: Shot, layout: str
):
    _write([shot, other], tmp_path / "a", layout=layout)
    _write(iter([shot, other]), tmp_path / "b", layout=layout)
    assert _bytes(tmp_path / "a") == _bytes(tmp_path / "b")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_folder_of_ours_is_replaced(tmp_path: Path, shot: Shot, other: Shot, layout: str):
    _write([shot, other], tmp_path / "out", layout=layout)
    _write([other], tmp_path / "out", layout=layout)
    _write([other], tmp_path / "new", layout=layout)
    assert _bytes(tmp_path / "out") == _bytes(tmp_path / "new")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_failed_run_leaves_the_earlier_folder_as_it_was(
    tmp_path: Path, shot: Shot, other: Shot, layout: str
):
    def broken() -> Iterator[Shot]:
        yield other
        raise OSError("disk full")

    _write([shot], tmp_path / "out", layout=layout)
    before = _bytes(tmp_path / "out")
    with pytest.raises(OSError, match="disk full"):
        _write(broken(), tmp_path / "out", layout=layout)
    assert _bytes(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "name", ["thesis.txt", "pictures.csv", "annotations/instances.json", "data.yaml"]
)
def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path, layout: str, name: str):
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(InputError, match="give another --out"):
        _write([], tmp_path, layout=layout)


def test_a_dataset_that_was_not_drawn_is_left_alone(tmp_path: Path):
    with DatasetWriter(tmp_path / "out", attributes=[], taxonomy=[], made_by={"ingest": {}}):
        pass
    with pytest.raises(InputError, match="give another --out"):
        _write([], tmp_path / "out", layout="dataset")


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("--images 0 --out x", id="no pictures"),
        pytest.param("--size 20 --out x", id="too small to draw"),
        pytest.param("--seed -1 --out x", id="negative seed"),
        pytest.param("--format tfrecord --out x", id="unknown format"),
        pytest.param("--images 3", id="no folder"),
    ],
)
def test_a_wrong_flag_is_refused(told: str):
    with pytest.raises(InputError):
        parse(SynthesizeFlags, told.split(), program="cartvision synthesize")
