"""The source folder: three tables that agree with the pictures and with each other."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.flags import parse
from cartvision.synthesize.__main__ import main
from cartvision.synthesize.catalogue import ATTRIBUTES, SKUS
from cartvision.synthesize.flags import SynthesizeFlags
from cartvision.synthesize.scene import Shot, shoot
from cartvision.synthesize.writing import write_source
from cartvision.vision.codec import decode


def _table(path: Path) -> list[list[str]]:
    with path.open(newline="") as file:
        return list(csv.reader(file))


def _flags(out: Path, *, images: int = 14) -> SynthesizeFlags:
    told = f"--images {images} --seed 5 --size 256 --workers 1 --out {out}"
    return parse(SynthesizeFlags, told.split(), program="cartvision synthesize")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made") / "source"
    main(_flags(out))
    return out


def test_the_folder_holds_pictures_and_three_tables(source: Path):
    names = sorted(path.name for path in source.iterdir())
    assert names == ["annotations.csv", "attributes.csv", "images", "pictures.csv"]


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


def test_a_second_run_replaces_the_folder(tmp_path: Path):
    write_source([shoot(0, seed=1, size=160), shoot(1, seed=1, size=160)], folder=tmp_path / "out")
    write_source([shoot(0, seed=2, size=160)], folder=tmp_path / "out")
    assert len(list((tmp_path / "out" / "images").iterdir())) == 1


def test_a_failed_run_leaves_the_earlier_folder_as_it_was(tmp_path: Path):
    def broken() -> Iterator[Shot]:
        yield shoot(1, seed=1, size=160)
        raise OSError("disk full")

    write_source([shoot(0, seed=1, size=160)], folder=tmp_path / "out")
    before = (tmp_path / "out" / "pictures.csv").read_bytes()
    with pytest.raises(OSError, match="disk full"):
        write_source(broken(), folder=tmp_path / "out")
    assert (tmp_path / "out" / "pictures.csv").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path):
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(InputError, match="give another --out"):
        write_source([], folder=tmp_path)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param("--images 0 --out x", id="no pictures"),
        pytest.param("--size 20 --out x", id="too small to draw"),
        pytest.param("--seed -1 --out x", id="negative seed"),
        pytest.param("--images 3", id="no folder"),
    ],
)
def test_a_wrong_flag_is_refused(told: str):
    with pytest.raises(InputError):
        parse(SynthesizeFlags, told.split(), program="cartvision synthesize")
