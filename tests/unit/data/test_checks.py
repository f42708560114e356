"""Each broken promise of a dataset folder is named with its row."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from cartvision.data.checks import checked, faults
from cartvision.data.picture import Picture, PictureLabels, Product, Split
from cartvision.data.reader import open_dataset
from cartvision.errors import InputError
from shelves import HEIGHT, WIDTH, picture, write_dataset

ORIGINAL = picture(1)
SHARD = "train-00000-of-00001.parquet"


def boxed(*corners: float) -> Picture:
    return picture(2, products=(Product(corners),))


def saved(kind: str, *, size: tuple[int, int] = (WIDTH, HEIGHT), orientation: int = 0) -> bytes:
    """An empty picture of this kind; JPEGs with this EXIF orientation."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    out = io.BytesIO()
    Image.new("L", size).save(out, kind, **({"exif": exif} if kind == "JPEG" else {}))
    return out.getvalue()


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
        pytest.param([(boxed(0, 0, float("inf"), 9), "train")], "leaves the", id="infinite"),
        pytest.param(
            [(ORIGINAL, "val"), (copy_of(ORIGINAL), "val")], "copy outside of train", id="val copy"
        ),
        pytest.param(
            [(ORIGINAL, "val"), (replace(copy_of(ORIGINAL), group="b"), "train")],
            f"its parent {ORIGINAL.image_id[:12]} is not in train",
            id="no parent",
        ),
        pytest.param(
            [(replace(ORIGINAL, copy=1), "train")], "(none named) is not in train", id="unnamed"
        ),
        pytest.param(
            [(ORIGINAL, "train"), (replace(copy_of(ORIGINAL), group="b"), "train")],
            "its group 'b' is not its parent's, 'store-1'",
            id="copy of another group",
        ),
        pytest.param(
            [(replace(copy_of(ORIGINAL), group="b"), "train"), (ORIGINAL, "train")],
            "its group 'b' is not its parent's, 'store-1'",
            id="copy of another group, before its parent",
        ),
        pytest.param(
            [(replace(ORIGINAL, parent="0" * 64), "train")],
            "an original, copy 0, that names a parent",
            id="original with a parent",
        ),
        pytest.param(
            [(ORIGINAL, "train"), (picture(2, group="store-1"), "test")],
            "group 'store-1' is in train too",
            id="group in two splits",
        ),
        pytest.param(
            [(ORIGINAL, "val"), (picture(2), "val"), (ORIGINAL, "val")],
            "its picture is in val already",
            id="picture twice",
        ),
        pytest.param(
            [(picture(1, products=(Product((1, 1, 9, 9), attributes=(2, 0)),)), "train")],
            "not all 1, 0 or -1",
            id="attribute of 2",
        ),
        pytest.param(
            [(replace(ORIGINAL, labels=PictureLabels(attributes=(0, 5))), "train")],
            "not all 1, 0 or -1",
            id="attribute of 5 of the whole picture",
        ),
        pytest.param(
            [(picture(1, products=(Product((1, 1, 9, 9), category="Soda"),)), "train")],
            "category 'Soda' is not in the taxonomy",
            id="category that is none",
        ),
        pytest.param(
            [(replace(ORIGINAL, labels=PictureLabels("Garden")), "train")],
            "category 'Garden' is not in the taxonomy",
            id="category of the whole picture that is none",
        ),
        pytest.param(
            [(replace(ORIGINAL, width=HEIGHT, height=WIDTH, objects=()), "train")],
            f"given as {HEIGHT}x{WIDTH}, its file is {WIDTH}x{HEIGHT}",
            id="another size",
        ),
        pytest.param(
            [(replace(ORIGINAL, encoded=b"a shelf"), "train")], "are not a JPEG", id="no picture"
        ),
        pytest.param(
            [(replace(ORIGINAL, encoded=b""), "train")], "are not a JPEG", id="no bytes at all"
        ),
        pytest.param(
            [(replace(ORIGINAL, encoded=saved("GIF")), "train")], "are not a JPEG", id="GIF"
        ),
        pytest.param(
            [(replace(ORIGINAL, encoded=saved("PNG", size=(20_000, 10_000))), "train")],
            "more than the 100,000,000 pixels",
            id="decompression bomb",
        ),
        pytest.param(
            [(replace(ORIGINAL, encoded=saved("JPEG", orientation=3)), "train")],
            "not upright: EXIF orientation 3",
            id="upside down",
        ),
    ],
)
def test_a_broken_row_is_named_and_nothing_else(tmp_path: Path, pairs, said) -> None:
    found = list(faults(write_dataset(tmp_path / "d", pairs)))
    assert len(found) == 1, found
    assert said in found[0]
    assert re.match(r"(train|val|test) row \d+ \(shelf-\d+\.jpg\): ", found[0])


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(boxed(0, 0, WIDTH, HEIGHT), id="box over the whole picture"),
        pytest.param(replace(ORIGINAL, encoded=saved("PNG")), id="PNG"),
        pytest.param(replace(ORIGINAL, encoded=saved("JPEG", orientation=1)), id="EXIF upright"),
        pytest.param(replace(ORIGINAL, encoded=saved("JPEG", orientation=0)), id="EXIF unknown"),
        pytest.param(
            picture(1, products=(Product((1, 1, 9, 9), category="Drinks"),)), id="inner category"
        ),
    ],
)
def test_what_is_allowed_is_no_fault(tmp_path: Path, sound) -> None:
    assert list(faults(write_dataset(tmp_path / "d", [(sound, "train")]))) == []


def test_the_size_is_that_of_the_upright_picture(tmp_path: Path) -> None:
    turned = replace(ORIGINAL, encoded=saved("JPEG", orientation=6, size=(HEIGHT, WIDTH)))
    found = list(faults(write_dataset(tmp_path / "d", [(turned, "train")])))
    assert ["EXIF orientation 6" in fault for fault in found] == [True]


def test_every_row_comes_by_once_with_its_own_faults(tmp_path: Path) -> None:
    pairs: list[tuple[Picture, Split]] = [(ORIGINAL, "train"), (boxed(5, 5, 5, 9), "test")]
    rows = list(checked(write_dataset(tmp_path / "d", pairs)))
    assert [(row.picture, row.split) for row in rows] == [*pairs, (None, None)]
    assert [len(row.faults) for row in rows] == [0, 1, 0]


def test_bytes_that_are_not_those_of_the_image_id_are_named(tmp_path: Path) -> None:
    write_dataset(tmp_path / "d", [(ORIGINAL, "train")])
    other = {"bytes": picture(9).encoded, "path": "shelf-1.jpg"}
    change_row(tmp_path / "d" / SHARD, image=other)
    found = list(faults(open_dataset(tmp_path / "d")))
    assert found[0].startswith("train row 0 (shelf-1.jpg): image_id")


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(lambda content: content[: len(content) // 2], id="truncated"),
        pytest.param(lambda content: content[:0], id="empty"),
        pytest.param(lambda content: content[:4] + bytes(200) + content[204:], id="overwritten"),
    ],
)
def test_a_broken_shard_is_named_and_the_others_are_read(tmp_path: Path, kept) -> None:
    pairs: list[tuple[Picture, Split]] = [(picture(seed), "train") for seed in range(6)]
    write_dataset(tmp_path / "d", [*pairs, (boxed(5, 5, 5, 9), "test")], pictures_per_shard=2)
    shard = tmp_path / "d" / "train-00001-of-00003.parquet"
    shard.write_bytes(kept(shard.read_bytes()))
    first, second = faults(open_dataset(tmp_path / "d"))
    assert first.startswith(f"{shard} cannot be read, copy it again: ")
    assert "test row 0" in second


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param(
            lambda table: table.drop_columns(["copy"]), "other columns or types", id="a column less"
        ),
        pytest.param(
            lambda table: pa.Table.from_pylist(
                [row | {"group": None} for row in table.to_pylist()], schema=table.schema
            ),
            "has rows without group",
            id="a value missing",
        ),
        pytest.param(
            lambda table: pa.Table.from_pylist(
                [row | {"image": {"path": "a.jpg"}} for row in table.to_pylist()],
                schema=table.schema,
            ),
            "has rows without image.bytes",
            id="no picture in it",
        ),
    ],
)
def test_a_shard_of_another_form_is_named(tmp_path: Path, changed, said) -> None:
    write_dataset(tmp_path / "d", [(ORIGINAL, "train")])
    pq.write_table(changed(pq.read_table(tmp_path / "d" / SHARD)), tmp_path / "d" / SHARD)
    (found,) = faults(open_dataset(tmp_path / "d"))
    assert SHARD in found
    assert said in found
    with pytest.raises(InputError, match=said):
        list(open_dataset(tmp_path / "d").pictures("train"))


def test_licences_that_are_not_those_of_the_rows_are_named(tmp_path: Path) -> None:
    write_dataset(tmp_path / "d", [(ORIGINAL, "train")])
    change_json(tmp_path / "d", licences=["MIT"])
    (found,) = faults(open_dataset(tmp_path / "d"))
    assert found == "dataset.json gives licences ['MIT'], the rows ['CC0-1.0']"


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
