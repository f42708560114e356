"""Class folders: the path of a picture is its category."""

from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.ingest.formats.folders import FORMAT
from unit.ingest.formats.reading import PICTURE, fill, source, told


@pytest.mark.parametrize(
    ("others", "category", "split"),
    [
        pytest.param(["Food/b.jpg"], "train > Cola", None, id="a class that is named train"),
        pytest.param(["valid/Cola/b.jpg"], "Cola", "train", id="splits"),
        pytest.param([], "Cola", "train", id="one split"),
    ],
)
def test_a_first_level_of_splits_is_official(
    tmp_path: Path, others: list[str], category: str, split: str | None
):
    names = ["train/Cola/a.jpg", *others]
    found = told(FORMAT, fill(tmp_path, dict.fromkeys(names, PICTURE)))
    assert found.claims["train/Cola/a.jpg"][0].category == category
    assert found.listed["train/Cola/a.jpg"][0].split == split


def test_folders_in_folders_are_a_path(tmp_path: Path):
    names = ["Fruit/Apple/Golden/a.jpg", "Fruit/Banana/b.PNG", "Fruit/notes.txt", "c.jpg"]
    found = told(FORMAT, fill(tmp_path, dict.fromkeys(names, PICTURE)))
    assert {picture: claims[0].category for picture, claims in found.claims.items()} == {
        "Fruit/Apple/Golden/a.jpg": "Fruit > Apple > Golden",
        "Fruit/Banana/b.PNG": "Fruit > Banana",
    }
    assert "c.jpg" in found.listed


def test_pictures_of_kinds_that_are_not_read_are_listed(tmp_path: Path):
    names = ["Cola/a.jfif", "Cola/b.HEIC", "Cola/c.avif", "Cola/d.gif"]
    found = told(FORMAT, fill(tmp_path, dict.fromkeys(names, PICTURE)))
    assert list(found.listed) == names
    assert list(found.claims) == names


def test_what_file_managers_leave_is_no_picture(tmp_path: Path):
    leftovers = ["__MACOSX/Cola/._a.jpg", "__MACOSX/b.jpg", "Cola/._a.jpg", ".trash/Cola/a.jpg"]
    names = ["Cola/a.jpg", *leftovers, "Cola/Thumbs.db", "Cola/.DS_Store"]
    fill(tmp_path, dict.fromkeys(names, PICTURE))
    assert list(told(FORMAT, tmp_path).listed) == ["Cola/a.jpg"]
    assert list(source(tmp_path).keys()) == ["Cola/a.jpg"]


def test_a_source_without_folders_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="no folders with pictures"):
        told(FORMAT, fill(tmp_path, {"a.jpg": PICTURE}))
