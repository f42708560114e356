"""Writing a dataset folder and reading it back."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cartvision.data.picture import Contents, Picture, PictureLabels, Product, Split
from cartvision.data.reader import RandomAccess, open_dataset
from cartvision.errors import InputError
from shelves import ATTRIBUTES, PRODUCTS, picture, write_dataset

FULL = replace(
    picture(3),
    labels=PictureLabels("Bins", attributes=(1, -1), contents=(Contents("sku-1", "Soda", 4),)),
    captured_at=datetime(2025, 4, 21, 21, 29, 0, 125000, tzinfo=UTC),
)


@pytest.mark.parametrize(
    "written",
    [
        pytest.param(picture(1), id="with products"),
        pytest.param(picture(2, products=()), id="without products"),
        pytest.param(FULL, id="with everything"),
        pytest.param(replace(picture(4), parent="0" * 64, copy=9), id="a copy"),
    ],
)
def test_a_picture_comes_back_as_it_was_written(tmp_path: Path, written: Picture) -> None:
    dataset = write_dataset(tmp_path / "d", [(written, "train")])
    assert list(dataset.pictures("train")) == [written]


def test_pictures_come_back_in_order_across_shards_and_row_groups(tmp_path: Path) -> None:
    written = [picture(seed) for seed in range(21)]
    dataset = write_dataset(
        tmp_path / "d", [(one, "train") for one in written], pictures_per_shard=10
    )
    assert len(dataset.shards["train"]) == 3
    assert list(dataset.pictures("train")) == written


def test_random_access_equals_streaming(tmp_path: Path) -> None:
    pairs: list[tuple[Picture, Split]] = [(picture(seed), "train") for seed in range(19)]
    dataset = write_dataset(tmp_path / "d", pairs, pictures_per_shard=10)
    rows = RandomAccess(dataset, split="train")
    assert [rows[number] for number in range(len(rows))] == list(dataset.pictures("train"))


def test_a_shard_is_plain_parquet_in_the_form_that_datasets_reads(tmp_path: Path) -> None:
    written = picture(1)
    write_dataset(tmp_path / "d", [(written, "train")])
    table = pq.read_table(tmp_path / "d" / "train-00000-of-00001.parquet")
    row = table.to_pylist()[0]
    assert row["image"] == {"bytes": written.encoded, "path": "shelf-1.jpg"}
    assert row["image_id"] == written.image_id
    assert row["objects"][0]["bbox"] == list(PRODUCTS[0].bbox)


def test_the_counts_of_dataset_json_are_those_of_the_rows(tmp_path: Path) -> None:
    dataset = write_dataset(
        tmp_path / "d", [(picture(1), "train"), (picture(2), "train"), (picture(3), "test")]
    )
    assert (dataset.size("train"), dataset.size("val"), dataset.size("test")) == (2, 0, 1)
    assert dataset.info.splits["train"].objects == 2 * len(PRODUCTS)


def test_a_writer_that_was_stopped_leaves_nothing(tmp_path: Path) -> None:
    def pictures():
        yield picture(1), "train"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_dataset(tmp_path / "d", pictures())
    assert list(tmp_path.iterdir()) == []


def test_a_writer_that_was_stopped_leaves_the_earlier_folder(tmp_path: Path) -> None:
    before = write_dataset(tmp_path / "d", [(picture(1), "train")]).info

    def pictures():
        yield picture(2), "train"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_dataset(tmp_path / "d", pictures())
    assert open_dataset(tmp_path / "d").info == before


def test_a_second_writing_replaces_the_folder(tmp_path: Path) -> None:
    write_dataset(tmp_path / "d", [(picture(1), "train"), (picture(2), "val")])
    dataset = write_dataset(tmp_path / "d", [(picture(3), "train")])
    assert (dataset.size("train"), dataset.size("val")) == (1, 0)


def test_attributes_of_another_vocabulary_are_refused(tmp_path: Path) -> None:
    odd = picture(1, products=(Product((1, 1, 9, 9), attributes=(1, 0, 1)),))
    with pytest.raises(InputError, match=f"3 attribute values for the {len(ATTRIBUTES)}"):
        write_dataset(tmp_path / "d", [(odd, "train")])


def test_a_folder_with_a_shard_missing_is_refused(tmp_path: Path) -> None:
    write_dataset(tmp_path / "d", [(picture(1), "train")])
    (tmp_path / "d" / "train-00000-of-00001.parquet").unlink()
    with pytest.raises(InputError, match="promises 1 shards of train and has 0"):
        open_dataset(tmp_path / "d")


def test_a_folder_that_is_no_dataset_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a dataset folder"):
        open_dataset(tmp_path)
