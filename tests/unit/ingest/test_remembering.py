"""Splits: remembered, and never crossed by a copy."""

from pathlib import Path

import numpy as np
import pytest

from buckets import s3_server
from cartvision.data.checks import faults
from cartvision.data.picture import SPLITS
from cartvision.errors import InputError
from cartvision.vision.codec import encode_jpeg, encode_png
from shelves import add_line, jpeg, shelf, write_lines, write_source
from unit.ingest.stage import COUNT, Ingest, homes, quarantine, to_bucket, told


def test_more_pictures_move_no_group(source: Path, tmp_path: Path, ingest: Ingest) -> None:
    before = homes(ingest(source))
    write_source(tmp_path / "larger", count=COUNT + 30)
    assert before.items() <= homes(ingest(tmp_path / "larger")).items()


def test_a_group_goes_where_it_is_remembered(source: Path, tmp_path: Path, ingest: Ingest) -> None:
    before = homes(ingest(source, seed=1, memory=str(tmp_path / "memory")))
    again = ingest(source, name="e", seed=5, memory=str(tmp_path / "memory"))
    assert homes(again) == before != homes(ingest(source, name="f", seed=5))
    assert told(tmp_path)["copies"]["remembered"] == 0  # of the last run, which had none


def test_a_memory_that_is_something_else_is_refused(source: Path, ingest: Ingest) -> None:
    with pytest.raises(InputError, match=r"annotations\.csv does not remember splits"):
        ingest(source, memory=str(source / "annotations.csv"))


def test_a_copy_never_crosses_a_split(source: Path, tmp_path: Path, ingest: Ingest) -> None:
    """Each picture comes again, encoded anew, mirrored or lighter, as of another store."""
    for number in range(COUNT):
        pixels = shelf(number)[:, :: (1, -1)[number % 2]].copy()
        copy = encode_jpeg(pixels, quality=60)
        (source / "images" / f"copy-{number}.jpg").write_bytes(copy)
        add_line(source / "pictures.csv", f"copy-{number}.jpg,other-{number},,")
    dataset = ingest(source)
    where = {one.path: (split, one.group) for split in SPLITS for one in dataset.pictures(split)}
    assert len(where) == 2 * COUNT
    for number in range(COUNT):
        first, second = f"images/shelf-{number}.jpg", f"images/copy-{number}.jpg"
        assert where[first] == where[second]
    assert told(tmp_path)["copies"]["joined_groups"] == COUNT
    assert list(faults(dataset)) == []


def test_a_new_copy_of_a_test_picture_goes_to_the_test(source: Path, ingest: Ingest) -> None:
    before = ingest(source)
    known = next(before.pictures("test"))
    number = int(known.path.removeprefix("images/shelf-").removesuffix(".jpg"))
    (source / "images" / "new.jpg").write_bytes(encode_jpeg(shelf(number), quality=50))
    add_line(source / "pictures.csv", "new.jpg,new-store,,")
    after = {one.path: one.group for one in ingest(source).pictures("test")}
    assert after["images/new.jpg"] == known.group


def test_a_new_copy_of_a_test_picture_in_an_old_store_of_train_is_left_out(
    source: Path, tmp_path: Path, ingest: Ingest
) -> None:
    before = ingest(source)
    known, trained = next(before.pictures("test")), next(before.pictures("train"))
    number = int(known.path.removeprefix("images/shelf-").removesuffix(".jpg"))
    (source / "images" / "new.jpg").write_bytes(encode_jpeg(shelf(number), quality=50))
    add_line(source / "pictures.csv", f"new.jpg,{trained.group},,")
    assert ingest(source).info.fingerprint == before.info.fingerprint
    assert quarantine(tmp_path) == [
        {
            "picture": "images/new.jpg",
            "reason": "nearly equals a picture of another split",
            "row": known.path,
            "source": str(source),
        }
    ]


def test_splits_may_be_remembered_in_a_bucket(source: Path, ingest: Ingest) -> None:
    with s3_server():
        address = to_bucket(source, prefix="spring")
        memory = f"{address}/../splits.parquet".replace("spring/../", "")
        before = homes(ingest(address, name="s3", memory=memory, seed=1))
        assert homes(ingest(address, name="s4", memory=memory, seed=2)) == before


def test_a_group_that_is_told_later_is_known_by_its_pictures(tmp_path, ingest) -> None:
    """The first run has no groups; the second names three stores, one of which is new."""
    write_source(tmp_path / "bare", count=COUNT, attributes=False)
    before = {
        one.image_id: split for split in SPLITS for one in ingest(tmp_path / "bare").pictures(split)
    }
    rows = [f"shelf-{number}.jpg,store-{number % 3},," for number in range(COUNT)]
    write_lines(tmp_path / "bare" / "pictures.csv", ["image,group,captured_at,licence", *rows])
    again = ingest(tmp_path / "bare")
    assert {one.image_id: split for split in SPLITS for one in again.pictures(split)} == before
    assert told(tmp_path)["copies"]["crossings_in_all"] == 3


def test_pictures_of_one_tone_are_no_copies_of_each_other(source: Path, ingest: Ingest) -> None:
    for number in range(COUNT):
        black = np.full((48, 64, 3), number % 3, dtype=np.uint8)
        (source / "images" / f"dark-{number}.png").write_bytes(encode_png(black))
        add_line(source / "pictures.csv", f"dark-{number}.png,store-{number},,")
    assert len(homes(ingest(source))) == COUNT


def test_two_sources_may_call_their_pictures_the_same(tmp_path, ingest) -> None:
    for name, first in (("a", 0), ("b", 100)):
        folder = tmp_path / name
        write_source(folder, count=6, attributes=False)
        for number in range(6):
            (folder / "images" / f"shelf-{number}.jpg").write_bytes(jpeg(first + number))
    dataset = ingest(tmp_path / "a", tmp_path / "b")
    groups = [one.group for split in SPLITS for one in dataset.pictures(split)]
    assert len(set(groups)) == 12
    assert told(tmp_path)["copies"]["crossings_in_all"] == 0
