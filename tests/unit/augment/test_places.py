"""Nothing that is read, and nothing that is somebody else's, is written over."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from cartvision.augment.__main__ import main
from cartvision.augment.flags import AugmentFlags
from cartvision.data.reader import open_dataset
from cartvision.errors import InputError
from cartvision.vision.codec import encode_jpeg
from shelves import picture, write_dataset


@pytest.fixture
def given(tmp_path: Path) -> Path:
    write_dataset(tmp_path / "all" / "given", [(picture(1), "train")])
    (tmp_path / "file").write_text("years")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("years")
    return tmp_path / "all" / "given"


@pytest.mark.parametrize(
    ("places", "said"),
    [
        pytest.param({"out": "all/given"}, "--out .* is or holds the dataset", id="out is it"),
        pytest.param({"out": "all"}, "--out .* is or holds the dataset", id="out holds it"),
        pytest.param({"report": "all/given"}, "--report .* is or holds", id="the report is it"),
        pytest.param({"out": "file"}, "--out .* is a file", id="out is a file"),
        pytest.param({"report": "file"}, "--report .* is a file", id="the report is a file"),
        pytest.param({"out": "other"}, "--out .* holds something else", id="out is another's"),
    ],
)
def test_a_place_is_refused_before_anything_is_done(given, tmp_path, places, said) -> None:
    before = sorted(tmp_path.rglob("*"))
    told = {"out": tmp_path / "out"} | {key: tmp_path / name for key, name in places.items()}
    with pytest.raises(InputError, match=said):
        main(AugmentFlags(dataset=given, **told))
    assert sorted(tmp_path.rglob("*")) == before


def test_a_dataset_of_its_own_is_replaced(given, tmp_path) -> None:
    for seed in (1, 2):
        main(AugmentFlags(dataset=given, out=tmp_path / "out", copies=2, seed=seed))
    assert open_dataset(tmp_path / "out").info.made_by["augment"]["seed"] == 2


def test_out_may_be_named_from_where_one_stands(given, tmp_path, monkeypatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    main(AugmentFlags(dataset=given, out=Path("made"), copies=2))
    assert sorted(path.name for path in Path().iterdir()) == ["made", "made-report"]


def test_a_part_of_a_dataset_is_not_taken_for_the_whole(tmp_path) -> None:
    write_dataset(tmp_path / "part", [(picture(1), "train")], part="1/2")
    with pytest.raises(InputError, match="part 1/2 of a dataset"):
        main(AugmentFlags(dataset=tmp_path / "part", out=tmp_path / "out"))


def test_parts_made_with_other_settings_are_not_one_dataset(given, tmp_path) -> None:
    parts = [tmp_path / "1", tmp_path / "2"]
    for number, part in enumerate(parts, start=1):
        main(AugmentFlags(dataset=given, out=part, shard=f"{number}/2", seed=number))
    with pytest.raises(InputError, match="made with other settings"):
        open_dataset(parts)


def test_very_narrow_pictures_have_a_report_too(tmp_path) -> None:
    pixels = np.zeros((600, 4, 3), np.uint8)
    pixels[::7] = 200
    narrow = replace(picture(1, products=()), encoded=encode_jpeg(pixels), width=4, height=600)
    write_dataset(tmp_path / "given", [(narrow, "train")])
    main(AugmentFlags(dataset=tmp_path / "given", out=tmp_path / "out", copies=3))
    assert "Originals and their copies" in (tmp_path / "out-report" / "report.html").read_text()
