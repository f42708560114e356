"""Each broken promise of a dataset folder is named with its row."""

import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cartvision.data.checks import faults
from cartvision.data.picture import Picture, Product, Split
from cartvision.data.reader import open_dataset
from shelves import HEIGHT, WIDTH, picture, write_dataset

ORIGINAL = picture(1)
SHARD = "train-00000-of-00001.parquet"


def boxed(*corners: float) -> Picture:
    return picture(2, products=(Product(corners),))


def copy_of(parent: Picture, *, seed: int = 50) -> Picture:
    return replace(picture(seed, group=parent.group), parent=parent.image_id, copy=1)


def test_a_sound_dataset_has_none(tmp_path: Path) -> None:
    pairs: list[tuple[Picture, Split]] = [
        (copy_of(ORIGINAL), "train"),
        (ORIGINAL, "train"),
        (picture(2), "val"),
        (picture(3, products=()), "test"),
    ]
    assert list(faults(write_dataset(tmp_path / "d", pairs))) == []


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        pytest.param([(boxed(0, 0, WIDTH + 1, 9), "train")], "leaves the", id="past the right"),
        pytest.param([(boxed(0, -1, 9, HEIGHT), "train")], "leaves the", id="above the top"),
        pytest.param([(boxed(5, 5, 5, 9), "train")], "leaves the", id="no width"),
        pytest.param([(boxed(9, 5, 5, 9), "train")], "leaves the", id="swapped"),
        pytest.param([(boxed(float("nan"), 5, 9, 9), "train")], "leaves the", id="not a number"),
        pytest.param(
            [(ORIGINAL, "val"), (copy_of(ORIGINAL), "val")], "copy outside of train", id="val copy"
        ),
        pytest.param(
            [(ORIGINAL, "val"), (copy_of(ORIGINAL), "train")], "is not in train", id="no parent"
        ),
        pytest.param(
            [(ORIGINAL, "train"), (picture(2, group="store-1"), "test")],
            "group 'store-1' is in train too",
            id="group in two splits",
        ),
        pytest.param(
            [(picture(1, products=(Product((1, 1, 9, 9), attributes=(2, 0)),)), "train")],
            "not all 1, 0 or -1",
            id="attribute of 2",
        ),
    ],
)
def test_a_broken_row_is_named(tmp_path: Path, pairs, said) -> None:
    found = list(faults(write_dataset(tmp_path / "d", pairs)))
    assert any(said in fault and " row " in fault and "shelf-" in fault for fault in found), found


def test_bytes_that_are_not_those_of_the_image_id_are_named(tmp_path: Path) -> None:
    write_dataset(tmp_path / "d", [(ORIGINAL, "train")])
    change_row(tmp_path / "d" / SHARD, image={"bytes": b"other", "path": "shelf-1.jpg"})
    found = list(faults(open_dataset(tmp_path / "d")))
    assert "train row 0 (shelf-1.jpg): image_id" in found[0]


def test_a_vocabulary_of_another_length_is_named(tmp_path: Path) -> None:
    write_dataset(tmp_path / "d", [(ORIGINAL, "train")])
    change_json(tmp_path / "d", attributes=["has_cap"])
    found = list(faults(open_dataset(tmp_path / "d")))
    assert "2 attribute values for a vocabulary of 1" in found[0]


@pytest.mark.parametrize("name", ["pictures", "objects"])
def test_a_wrong_count_is_named(tmp_path: Path, name: str) -> None:
    dataset = write_dataset(tmp_path / "d", [(ORIGINAL, "train")])
    told = json.loads(dataset.info.model_dump_json())["splits"]
    told["train"][name] += 1
    change_json(tmp_path / "d", splits=told)
    found = list(faults(open_dataset(tmp_path / "d")))
    assert [fault.startswith(f"train: dataset.json gives {name}") for fault in found] == [True]


def test_a_wrong_fingerprint_is_named(tmp_path: Path) -> None:
    write_dataset(tmp_path / "d", [(ORIGINAL, "train")])
    change_json(tmp_path / "d", fingerprint="0" * 64)
    found = list(faults(open_dataset(tmp_path / "d")))
    assert [fault.startswith("dataset.json gives fingerprint") for fault in found] == [True]


def change_row(shard: Path, **changes: object) -> None:
    table = pq.read_table(shard)
    rows = [row | changes for row in table.to_pylist()]
    pq.write_table(pa.Table.from_pylist(rows, schema=table.schema), shard)


def change_json(folder: Path, **changes: object) -> None:
    path = folder / "dataset.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | changes))
