"""Wide tables: every column has one meaning, every row one picture or product."""

from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.ingest.claims import Hints, Listed
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats.attributes import FORMAT
from unit.ingest.formats.reading import PICTURE, Told, fill, told


def _told(tmp_path: Path, table: str | bytes, **columns: str) -> Told:
    pictures: dict[str, str | bytes] = {"images/a.jpg": PICTURE, "images/b.png": PICTURE}
    return told(FORMAT, fill(tmp_path, {"t.csv": table, **pictures}), Hints(columns=columns))


def test_every_other_column_is_an_attribute(tmp_path: Path):
    found = _told(tmp_path, "image,has_cap,category,damaged\na.jpg,1,Cola,\nb.png,yes,,-1\n")
    (first,), (second,) = found.claims.values()
    assert found.attributes == ["has_cap", "damaged"]
    assert (first.picture, first.box, first.category) == ("images/a.jpg", None, "Cola")
    assert first.attributes == {"has_cap": "1", "damaged": ""}
    assert second.attributes == {"has_cap": "yes", "damaged": "-1"}


def test_a_table_with_boxes_has_a_row_for_each_product(tmp_path: Path):
    found = _told(
        tmp_path,
        "image,x1,y1,x2,y2,sku,has_cap\n"
        "a.jpg,1,2,3.5,4,cola-1,NA\na.jpg,5,6,7,8,,1\na.jpg,x,6,7,8,,1\nb.png,,,,,,\n",
    )
    first, second, third = found.claims["images/a.jpg"]
    assert (first.box, first.sku, second.box) == ((1, 2, 3.5, 4), "cola-1", (5, 6, 7, 8))
    assert third.box
    assert third.box[0] != third.box[0]
    assert "images/b.png" in found.listed
    assert "images/b.png" not in found.claims


def test_what_is_known_of_a_picture_is_listed(tmp_path: Path):
    header = "image,group,split,captured_at,licence"
    found = _told(tmp_path, f"{header}\na.jpg,store-1,valid,2025-03-01,MIT\n")
    assert found.listed["images/a.jpg"] == [
        Listed("images/a.jpg", "store-1", "val", "2025-03-01", "MIT",
               row="a.jpg,store-1,valid,2025-03-01,MIT")
    ]  # fmt: skip


def test_columns_of_other_names_are_mapped(tmp_path: Path):
    table = "file,sender_id,label,kids,note\na.jpg,42,Shirt,False,a nice one\n"
    found = _told(tmp_path, table, file="image", sender_id="group", label="category", note="")
    (claim,) = found.claims["images/a.jpg"]
    assert (claim.category, claim.attributes) == ("Shirt", {"kids": "False"})
    assert found.listed["images/a.jpg"][0].group == "42"


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        pytest.param("a", "images/a.jpg", id="no ending"),
        pytest.param("images/a.jpg", "images/a.jpg", id="with its folder"),
        pytest.param("images\\a.jpg", "images/a.jpg", id="from Windows"),
        pytest.param("deep.jpg", "images/x/deep.jpg", id="deeper"),
        pytest.param("deep", "images/x/deep.jpg", id="deeper, no ending"),
        pytest.param("twice", "twice", id="fits several"),
        pytest.param("../a", "../a", id="one that leaves"),
        pytest.param("zzz", "zzz", id="none"),
    ],
)
def test_names_may_lack_folder_or_ending(tmp_path: Path, name: str, picture: str):
    names = ("images/x/deep.jpg", "images/x/twice.jpg", "images/y/twice.jpg")
    fill(tmp_path, dict.fromkeys(names, PICTURE))
    assert list(_told(tmp_path, f"image,has_cap\n{name},1\n").claims) == [picture]


def test_a_name_that_several_pictures_have_is_told_of_once(tmp_path: Path):
    fill(tmp_path, dict.fromkeys(["a/p0.jpg", "b/p0.jpg"], PICTURE))
    found = _told(tmp_path, "image,has_cap\np0.jpg,1\np0.jpg,1\na/p0.jpg,1\n")
    assert found.faults == {"p0.jpg": [Reason.SEVERAL_FILES]}
    assert len(found.claims["a/p0.jpg"]) == 1


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(
            b'a.jpg,1,"' + b"x" * 200_000 + b'"', Reason.WRONG_COLUMNS, id="a cell without end"
        ),
        pytest.param(b"a.jpg,1,1,1", Reason.WRONG_COLUMNS, id="a cell too many"),
        pytest.param(b"a.jpg", Reason.WRONG_COLUMNS, id="cells too few"),
        pytest.param(b"a.jpg,\xff,train", Reason.NOT_TEXT, id="no text"),
        pytest.param(b"a.jpg,1,holdout", Reason.BAD_SPLIT, id="a split of another name"),
    ],
)
def test_a_broken_row_costs_itself(tmp_path: Path, row: bytes, reason: Reason):
    found = _told(tmp_path, b"image,has_cap,split\n" + row + b"\nb.png,1,train\n")
    assert found.faults == {"images/a.jpg": [reason]}
    assert len(found.claims["images/b.png"]) == 1


@pytest.mark.parametrize(
    ("files", "columns", "said"),
    [
        pytest.param({"t.csv": "name,x\n"}, {}, r"no such table.*'name'", id="no image column"),
        pytest.param({"a.jpg": PICTURE}, {}, "no such table among its files", id="no table"),
        pytest.param({"t.csv": "image,a\n"}, {"b": "group"}, "names b; the tables", id="no column"),
        pytest.param({"t.csv": "image,a,a\n"}, {}, "has a twice", id="one column twice"),
        pytest.param({"t.csv": "image,x1,y1\n"}, {}, "no column x2, y2", id="half a box"),
    ],
)
def test_a_table_without_sense_is_refused(
    tmp_path: Path, files: dict[str, str | bytes], columns: dict[str, str], said: str
):
    with pytest.raises(InputError, match=said):
        told(FORMAT, fill(tmp_path, files), Hints(columns=columns))
