"""A dataset folder read again: every label, and every picture by its row."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from cartvision.data.picture import Contents, PictureLabels
from cartvision.errors import InputError
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats.dataset import FORMAT
from shelves import ATTRIBUTES, TAXONOMY, jpeg, picture, write_dataset
from unit.ingest.formats.reading import source, told

TRAIN, VAL = "train-00000-of-00001.parquet", "val-00000-of-00001.parquet"


def test_splits_are_official_and_every_label_is_kept(tmp_path: Path):
    when = datetime(2025, 3, 1, 10, tzinfo=UTC)
    labels = PictureLabels("Drinks", (1, -1), (Contents("sku-1", "Cola", 2),))
    full = replace(picture(1), captured_at=when, labels=labels, source="s3://shop/aisle-4")
    write_dataset(tmp_path, [(full, "train"), (picture(2, products=()), "val")])
    found = told(FORMAT, tmp_path)
    assert found.splits == {f"{TRAIN}#0": "train", f"{VAL}#0": "val"}
    assert (found.attributes, found.categories) == (ATTRIBUTES, TAXONOMY)
    *boxes, whole, contents = found.claims[f"{TRAIN}#0"]
    assert [(claim.box, claim.category, claim.sku) for claim in boxes] == [
        (item.bbox, item.category, item.sku) for item in full.objects
    ]
    assert boxes[1].attributes == {"has_cap": "1", "damaged": "NA"}
    assert (whole.category, whole.attributes) == ("Drinks", {"has_cap": "1", "damaged": "NA"})
    assert contents.contents == labels.contents[0]
    ((listed,),) = (found.listed[f"{TRAIN}#0"],)
    assert (listed.group, listed.licence, listed.size) == ("store-1", "CC0-1.0", (96, 64))
    assert (listed.name, listed.origin) == (full.path, "s3://shop/aisle-4")
    assert datetime.fromisoformat(listed.captured_at) == when
    assert f"{VAL}#0" not in found.claims


def test_copies_are_left_to_augment(tmp_path: Path):
    original = picture(1)
    copy = replace(picture(2), parent=original.image_id, copy=1)
    write_dataset(tmp_path, [(copy, "train"), (original, "train")])
    assert list(told(FORMAT, tmp_path).listed) == [f"{TRAIN}#1"]


def test_every_picture_is_found_by_its_row(tmp_path: Path):
    write_dataset(tmp_path, [(picture(seed), "train") for seed in range(20)], pictures_per_shard=11)
    here = source(tmp_path)
    names = list(told(FORMAT, tmp_path).listed)
    assert [FORMAT.load(here, name) for name in names] == [jpeg(seed) for seed in range(20)]
    assert FORMAT.load(here, names[3]) == jpeg(3)  # and out of order


def test_a_dataset_written_anew_is_another(tmp_path: Path):
    here = [(picture(1), "train")]
    write_dataset(tmp_path / "a", here)
    assert FORMAT.load(source(tmp_path / "a"), f"{TRAIN}#0") == jpeg(1)
    write_dataset(tmp_path / "a", [(picture(2), "train")])
    assert FORMAT.load(source(tmp_path / "a"), f"{TRAIN}#0") == jpeg(2)


@pytest.mark.parametrize(
    ("break_it", "reason"),
    [
        pytest.param(lambda path: path.unlink(), Reason.NO_FILE, id="missing"),
        pytest.param(lambda path: path.write_bytes(b""), Reason.BAD_ANNOTATION, id="empty"),
        pytest.param(
            lambda path: path.write_bytes(path.read_bytes()[:-100]),
            Reason.BAD_ANNOTATION,
            id="cut off",
        ),
        pytest.param(
            lambda path: pq.write_table(pa.table({"a": [1]}), path),
            Reason.BAD_ANNOTATION,
            id="another table",
        ),
    ],
)
def test_a_broken_shard_costs_itself(tmp_path: Path, break_it, reason: Reason):
    write_dataset(tmp_path, [(picture(1), "train"), (picture(2), "val")])
    break_it(tmp_path / TRAIN)
    found = told(FORMAT, tmp_path)
    assert found.faults == {TRAIN: [reason]}
    assert list(found.claims) == [f"{VAL}#0"]


def test_values_that_fit_no_names_are_told_of(tmp_path: Path):
    write_dataset(tmp_path, [(picture(1), "train")])
    info = json.loads((tmp_path / "dataset.json").read_text())
    (tmp_path / "dataset.json").write_text(json.dumps(info | {"attributes": ["has_cap"]}))
    assert set(told(FORMAT, tmp_path).faults[f"{TRAIN}#0"]) == {Reason.WRONG_COLUMNS}


@pytest.mark.parametrize("content", [None, "{", '{"schema_version": 99}'])
def test_a_source_of_another_layout_is_refused(tmp_path: Path, content: str | None):
    (tmp_path / "a.txt").write_text("hello")
    if content:
        (tmp_path / "dataset.json").write_text(content)
    with pytest.raises(InputError, match=r"dataset\.json"):
        told(FORMAT, tmp_path)
