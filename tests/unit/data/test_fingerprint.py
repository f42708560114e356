"""The fingerprint names the content: nothing else moves it, and every change does."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartvision.data.picture import SPLITS, Picture, Product, Split, row_digest
from cartvision.data.reader import open_dataset
from cartvision.data.schema import from_row, to_row
from shelves import PRODUCTS, picture, write_dataset

PICTURES = [(picture(seed), SPLITS[seed % 3]) for seed in range(9)]

sides = st.floats(0, 5000, width=64, allow_nan=False)


def fingerprint_of(pairs: list[tuple[Picture, Split]], *, pictures_per_shard: int = 1000) -> str:
    with TemporaryDirectory() as folder:
        written = write_dataset(Path(folder) / "d", pairs, pictures_per_shard=pictures_per_shard)
        return written.info.fingerprint


WHOLE = fingerprint_of(PICTURES)


@given(order=st.permutations(PICTURES), pictures_per_shard=st.integers(1, 5))
@settings(max_examples=15, deadline=None)
def test_neither_order_nor_sharding_moves_it(order, pictures_per_shard) -> None:
    assert fingerprint_of(order, pictures_per_shard=pictures_per_shard) == WHOLE


@given(homes=st.lists(st.integers(0, 2), min_size=9, max_size=9))
@settings(max_examples=10, deadline=None)
def test_folders_opened_together_have_that_of_the_whole(homes) -> None:
    with TemporaryDirectory() as root:
        folders = [Path(root) / str(number) for number in range(3)]
        for number, folder in enumerate(folders):
            here = [pair for pair, home in zip(PICTURES, homes, strict=True) if home == number]
            write_dataset(folder, here, part=f"{number + 1}/3")
        assert open_dataset(folders).info.fingerprint == WHOLE


@given(corners=st.tuples(sides, sides, sides, sides))
def test_a_row_read_back_adds_what_it_added_when_written(corners) -> None:
    written = picture(1, products=(Product(corners),))
    row = to_row(written, image_id="id")
    bboxes = [[*map(to_float32, item["bbox"])] for item in row["objects"]]
    row["objects"] = [
        item | {"bbox": box} for item, box in zip(row["objects"], bboxes, strict=True)
    ]
    assert row_digest(from_row(row), image_id="id") == row_digest(written, image_id="id")


def to_float32(value: float) -> float:
    """What Parquet keeps of it."""
    import struct

    return float(struct.unpack("f", struct.pack("f", value))[0])


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"encoded": picture(99).encoded}, id="another byte"),
        pytest.param({"group": "elsewhere"}, id="another group"),
        pytest.param({"objects": PRODUCTS[:2]}, id="an object less"),
        pytest.param({"objects": (*PRODUCTS[:2], replace(PRODUCTS[2], sku="x"))}, id="a sku"),
        pytest.param({"parent": "0" * 64, "copy": 1}, id="a copy now"),
        pytest.param({"captured_at": datetime(2025, 1, 1, tzinfo=UTC)}, id="a time"),
        pytest.param({"licence": "other"}, id="a licence"),
    ],
)
def test_every_change_of_content_moves_it(changed) -> None:
    first, split = PICTURES[0]
    assert fingerprint_of([(replace(first, **changed), split), *PICTURES[1:]]) != WHOLE


def test_where_it_came_from_does_not_move_it() -> None:
    first, split = PICTURES[0]
    assert fingerprint_of([(replace(first, source="s3://x"), split), *PICTURES[1:]]) == WHOLE


def test_another_split_moves_it() -> None:
    first, _ = PICTURES[0]
    assert fingerprint_of([(first, "test"), *PICTURES[1:]]) != WHOLE
