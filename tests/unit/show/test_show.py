"""The verb as a whole: a dataset folder in, a PNG out."""

import subprocess
import sys
from dataclasses import replace

import pytest

from cartvision.data.picture import Contents, PictureLabels
from cartvision.errors import InputError
from cartvision.flags import parse
from cartvision.show.__main__ import main
from cartvision.show.flags import ShowFlags
from cartvision.show.sheet import GAP, WIDE
from cartvision.vision.codec import decode
from shelves import picture, write_dataset


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("d") / "d"
    write_dataset(folder, [(picture(seed), "train") for seed in range(9)])
    return folder


def sheet(folder, out, **flags):
    main(ShowFlags(dataset=[folder], out=out, **flags))
    return out.read_bytes()


def test_the_same_seed_gives_the_same_bytes_and_another_another_sheet(folder, tmp_path):
    first, again, other = (
        sheet(folder, tmp_path / f"{number}.png", most=2, seed=seed)
        for number, seed in enumerate((5, 5, 6))
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    ("most", "columns", "across"),
    [
        pytest.param(5, 3, 3, id="a row and a half"),
        pytest.param(2, 3, 2, id="fewer than columns"),
        pytest.param(200, 1, 1, id="more than there are, below each other"),
    ],
)
def test_pictures_stand_in_columns(folder, tmp_path, most, columns, across):
    drawn = decode(sheet(folder, tmp_path / "a.png", most=most, columns=columns))
    assert drawn.shape[1] == across * (WIDE + GAP) + GAP


def test_whole_pictures_with_labels_and_no_boxes_are_shown(tmp_path):
    labels = PictureLabels("Food", attributes=(1, -1), contents=(Contents("s", "Mjölk", 4),))
    plain = replace(picture(1, products=()), labels=labels)
    write_dataset(tmp_path / "d", [(plain, "val")])
    assert decode(sheet(tmp_path / "d", tmp_path / "a.png", split="val")).shape[0] > 300


def test_a_split_without_pictures_is_an_error(folder, tmp_path):
    with pytest.raises(InputError, match="has no test pictures"):
        sheet(folder, tmp_path / "a.png", split="test")
    assert not (tmp_path / "a.png").exists()


def test_a_broken_picture_is_named(tmp_path):
    broken = replace(picture(1), encoded=picture(1).encoded[:90])
    write_dataset(tmp_path / "d", [(broken, "train")])
    with pytest.raises(InputError, match=r"^shelf-1.jpg: not a readable picture"):
        sheet(tmp_path / "d", tmp_path / "a.png")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--split", "nope"], "--split: Input should be 'train'", id="unknown split"),
        pytest.param(["--out", "a.jpg"], "--out: a sheet is a PNG: write a.png", id="no PNG"),
        pytest.param(["--most", "0"], "--most: ", id="no pictures"),
        pytest.param(["--columns", "0"], "--columns: ", id="no columns"),
    ],
)
def test_flags_that_make_no_sense_are_refused(arguments, said):
    given = ["d", "--out", "a.png", *arguments]
    with pytest.raises(InputError) as error:
        parse(ShowFlags, given, program="cartvision show")
    assert said in str(error.value)


def test_it_runs_from_the_command_line(folder, tmp_path):
    command = [sys.executable, "-m", "cartvision", "show", str(folder), "--out", "a.png"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "9 of 9 train pictures in a.png\n"
    assert (tmp_path / "a.png").is_file()
