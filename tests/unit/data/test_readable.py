"""A dataset folder is read as it is by the tools of others: datasets, pyarrow and DuckDB."""

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pyarrow.dataset as arrow
import pytest
from PIL import Image

from cartvision.data.picture import Contents, Picture, PictureLabels, Split
from cartvision.vision.codec import decode
from shelves import ATTRIBUTES, PRODUCTS, picture, write_dataset

TRAIN = 7
FULL = replace(
    picture(0),
    labels=PictureLabels("Drinks", attributes=(1, -1), contents=(Contents("sku-1", "Soda", 4),)),
    captured_at=datetime(2025, 4, 21, 21, 29, 0, 125000, tzinfo=UTC),
)
PAIRS: list[tuple[Picture, Split]] = [
    (FULL, "train"),
    *((picture(seed), "train") for seed in range(1, TRAIN)),
    (picture(20), "val"),
    (picture(21, products=()), "test"),
]
SPLITS: dict[Split, list[Picture]] = {
    split: [one for one, home in PAIRS if home == split] for split in ("train", "val", "test")
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three shards of train, one of val and one of test."""
    folder = tmp_path_factory.mktemp("written") / "d"
    write_dataset(folder, PAIRS, pictures_per_shard=3)
    return folder


@pytest.fixture(scope="module")
def loaded(folder: Path, tmp_path_factory: pytest.TempPathFactory):
    """All splits as `datasets` loads them, which must not ask the network."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HF_HUB_OFFLINE", "HF_DATASETS_OFFLINE", "HF_DATASETS_DISABLE_PROGRESS_BARS"):
            patch.setenv(name, "1")
        import datasets

        files = {split: str(folder / f"{split}-*.parquet") for split in SPLITS}
        cache = str(tmp_path_factory.mktemp("cache"))
        return datasets.load_dataset("parquet", data_files=files, cache_dir=cache)


def boxes(row) -> list[list[float]]:
    return [item["bbox"] for item in row["objects"]]


@pytest.mark.parametrize("split", SPLITS)
def test_datasets_loads_every_row(loaded, split) -> None:
    rows = list(loaded[split])
    assert [row["image"]["bytes"] for row in rows] == [one.encoded for one in SPLITS[split]]
    assert [row["image_id"] for row in rows] == [one.image_id for one in SPLITS[split]]
    assert [boxes(row) for row in rows] == [
        [list(item.bbox) for item in one.objects] for one in SPLITS[split]
    ]


def test_datasets_loads_all_that_is_known_of_a_picture(loaded) -> None:
    row = loaded["train"][0]
    assert [item["attributes"] for item in row["objects"]] == [
        list(item.attributes) for item in PRODUCTS
    ]
    assert row["captured_at"] == FULL.captured_at
    assert row["labels"] == {
        "category": "Drinks",
        "attributes": [1, -1],
        "contents": [{"sku": "sku-1", "name": "Soda", "quantity": 4}],
    }


def test_datasets_decodes_the_picture(loaded) -> None:
    import datasets

    shown = loaded["train"].cast_column("image", datasets.Image())[0]["image"]
    assert isinstance(shown, Image.Image)
    assert (np.asarray(shown.convert("RGB")) == decode(FULL.encoded)).all()


def test_pyarrow_reads_the_folder_as_a_dataset(folder: Path) -> None:
    files = sorted(map(str, folder.glob("train-*.parquet")))
    table = arrow.dataset(files).to_table()
    rows = table.to_pylist()
    assert [row["image"] for row in rows] == [
        {"bytes": one.encoded, "path": one.path} for one in SPLITS["train"]
    ]
    assert [boxes(row) for row in rows] == [
        [list(item.bbox) for item in one.objects] for one in SPLITS["train"]
    ]
    assert Image.open(io.BytesIO(rows[0]["image"]["bytes"])).size == (FULL.width, FULL.height)


def test_pyarrow_filters_without_reading_the_pictures(folder: Path) -> None:
    shards = arrow.dataset(sorted(map(str, folder.glob("*.parquet"))))
    found = shards.to_table(columns=["image_id"], filter=arrow.field("group") == "store-20")
    assert found.to_pylist() == [{"image_id": picture(20).image_id}]


def ask(folder: Path, question: str) -> list[tuple]:
    with duckdb.connect() as connection:
        return connection.execute(question.format(shards=f"'{folder}/*.parquet'")).fetchall()


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        pytest.param(
            "SELECT regexp_extract(filename, '(train|val|test)-[^/]*$', 1) AS split, count(*), "
            "sum(len(objects)) FROM read_parquet({shards}, filename=true) "
            "GROUP BY split ORDER BY split",
            [("test", 1, 0), ("train", TRAIN, 3 * TRAIN), ("val", 1, 3)],
            id="pictures and objects of each split",
        ),
        pytest.param(
            "SELECT item.category, count(*) FROM "
            "(SELECT unnest(objects) AS item FROM {shards}) GROUP BY 1 ORDER BY 1",
            [("Drinks > Soda", 2 * (TRAIN + 1)), ("Food > Chips", TRAIN + 1)],
            id="objects of each category",
        ),
        pytest.param(
            "SELECT avg((item.attributes[1] = -1)::int), avg((item.attributes[2] = -1)::int) FROM "
            "(SELECT unnest(objects) AS item FROM {shards})",
            [(0.0, 1.0)],
            id="NA rate of each attribute",
        ),
        pytest.param(
            "SELECT max(item.bbox[3] - item.bbox[1]) FROM "
            "(SELECT unnest(objects) AS item FROM {shards})",
            [(30.0,)],
            id="widest box",
        ),
        pytest.param(
            'SELECT count(DISTINCT "group"), count(captured_at) FROM {shards}',
            [(TRAIN + 2, 1)],
            id="groups, and pictures with a time",
        ),
    ],
)
def test_duckdb_answers_in_sql(folder: Path, question: str, answer: list[tuple]) -> None:
    assert len(ATTRIBUTES) == 2
    assert ask(folder, question) == answer


def test_duckdb_reads_the_bytes_of_a_picture(folder: Path) -> None:
    question = "SELECT image.bytes FROM {shards} WHERE captured_at IS NOT NULL"
    assert ask(folder, question) == [(FULL.encoded,)]
