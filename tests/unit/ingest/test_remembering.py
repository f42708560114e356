"""Splits: remembered, and never crossed by a copy."""

from pathlib import Path

import pytest

from buckets import s3_server
from cartvision.data.checks import faults
from cartvision.data.picture import SPLITS
from cartvision.errors import InputError
from cartvision.vision.codec import encode_jpeg
from shelves import add_line, shelf, write_source
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
        }
    ]


def test_splits_may_be_remembered_in_a_bucket(source: Path, ingest: Ingest) -> None:
    with s3_server():
        address = to_bucket(source, prefix="spring")
        memory = f"{address}/../splits.parquet".replace("spring/../", "")
        before = homes(ingest(address, name="s3", memory=memory, seed=1))
        assert homes(ingest(address, name="s4", memory=memory, seed=2)) == before
