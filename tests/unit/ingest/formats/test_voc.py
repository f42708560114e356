"""Pascal VOC: one XML a picture; a broken one costs its picture and nothing else."""

from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.ingest.claims import Listed
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats.voc import FORMAT
from unit.ingest.formats.reading import PICTURE, Told, fill, told

OBJECT = (
    "<object><name>Cola</name><difficult>1</difficult><bndbox><ymin>2</ymin><xmin>1</xmin>"
    "<xmax>30.5</xmax><ymax>40</ymax></bndbox></object>"
)
BOMB = (
    '<!DOCTYPE annotation [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    "<annotation><filename>&b;</filename></annotation>"
)


def _xml(*, name: str = "a.jpg", inside: str = OBJECT) -> str:
    return f"<annotation><filename>{name}</filename>{inside}</annotation>"


def _told(tmp_path: Path, xml: str | bytes, **more: str | bytes) -> Told:
    return told(
        FORMAT, fill(tmp_path, {"Annotations/a.xml": xml, "JPEGImages/a.jpg": PICTURE, **more})
    )


def test_an_object_is_a_box_with_its_name(tmp_path: Path):
    (claim,) = _told(tmp_path, _xml()).claims["JPEGImages/a.jpg"]
    assert (claim.box, claim.category, claim.attributes) == ((1, 2, 30.5, 40), "Cola", {})
    assert "<name>Cola</name>" in claim.row


def test_a_picture_says_its_size_and_where_it_is_from(tmp_path: Path):
    inside = (
        "<size><width>64</width><height>48</height><depth>3</depth></size><group>store-1</group>"
        "<captured_at>2025-03-01T10:00:00Z</captured_at><licence>MIT</licence>"
    )
    ((listed,),) = _told(tmp_path, _xml(inside=inside)).listed.values()
    assert listed == Listed(
        "JPEGImages/a.jpg",
        "store-1",
        captured_at="2025-03-01T10:00:00Z",
        licence="MIT",
        size=(64, 48),
        row="Annotations/a.xml",
    )


def test_attributes_and_sku_of_an_object_are_read(tmp_path: Path):
    one = "<attribute><name>has_cap</name><value>NA</value></attribute>"
    more = f"<attributes>{one}</attributes><sku>cola-1</sku></object>"
    (claim,) = _told(tmp_path, _xml(inside=OBJECT.replace("</object>", more))).claims[
        "JPEGImages/a.jpg"
    ]
    assert (claim.attributes, claim.sku) == ({"has_cap": "NA"}, "cola-1")


def test_a_side_that_is_missing_is_nan(tmp_path: Path):
    inside = OBJECT.replace("<xmin>1</xmin>", "")
    (claim,) = _told(tmp_path, _xml(inside=inside)).claims["JPEGImages/a.jpg"]
    assert claim.box
    assert claim.box[0] != claim.box[0]


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        pytest.param("<annotation><object>", Reason.BAD_ANNOTATION, id="cut off"),
        pytest.param("", Reason.BAD_ANNOTATION, id="empty"),
        pytest.param("<html/>", Reason.BAD_ANNOTATION, id="other XML"),
        pytest.param(
            f"<annotation><object>{'<a>' * 5000}{'</a>' * 5000}</object></annotation>",
            Reason.BAD_ANNOTATION,
            id="too deep",
        ),
        pytest.param(BOMB, Reason.BAD_ANNOTATION, id="entities"),
        pytest.param(
            '<?xml version="1.0" encoding="klingon"?><annotation/>',
            Reason.BAD_ANNOTATION,
            id="an encoding that is none",
        ),
        pytest.param(
            _xml(inside="<object><name>caf\xe9</name></object>").encode("latin-1"),
            Reason.NOT_TEXT,
            id="no UTF-8",
        ),
    ],
)
def test_a_broken_file_costs_its_picture(tmp_path: Path, xml: str | bytes, reason: Reason):
    found = _told(tmp_path, xml, **{"Annotations/b.xml": _xml(name="b.jpg")})
    assert found.faults == {"JPEGImages/a.jpg": [reason]}
    assert list(found.claims) == ["b.jpg"]


@pytest.mark.parametrize(
    ("name", "picture"),
    [
        pytest.param("a.jpg", "JPEGImages/a.jpg", id="as it is"),
        pytest.param("a", "JPEGImages/a.jpg", id="without ending"),
        pytest.param("", "JPEGImages/a.jpg", id="not said"),
        pytest.param("IMG_1.jpg", "JPEGImages/a.jpg", id="renamed with its XML"),
        pytest.param("b.jpg", "JPEGImages/b.jpg", id="another one"),
        pytest.param("../../x/a.jpg", "../../x/a.jpg", id="one that leaves"),
        pytest.param("/home/me/b.jpg", "JPEGImages/b.jpg", id="a path of another machine"),
        pytest.param(r"C:\imgs\b.jpg", "JPEGImages/b.jpg", id="from Windows"),
        pytest.param(r"C:\imgs\IMG_1.jpg", "JPEGImages/a.jpg", id="renamed there"),
        pytest.param(r"..\a.jpg", r"..\a.jpg", id="one that leaves, from Windows"),
        pytest.param(".", "JPEGImages/a.jpg", id="a dot"),
    ],
)
def test_the_picture_is_found_by_what_is_named(tmp_path: Path, name: str, picture: str):
    found = _told(tmp_path, _xml(name=name), **{"JPEGImages/b.jpg": PICTURE})
    assert list(found.listed) == [picture]


def test_a_name_that_several_pictures_have_is_none_of_them(tmp_path: Path):
    twice = dict.fromkeys(["JPEGImages/x/p0.jpg", "JPEGImages/y/p0.jpg"], PICTURE)
    found = _told(
        tmp_path, _xml(name="a.jpg"), **{"Annotations/p0.xml": _xml(name="p0.jpg")}, **twice
    )
    assert found.faults == {"p0.jpg": [Reason.SEVERAL_FILES]}


def test_lists_give_official_splits(tmp_path: Path):
    found = _told(
        tmp_path,
        _xml(),
        **{
            "ImageSets/Main/train.txt": "a\n\xa0\n",
            "ImageSets/Main/val.txt": "z\n",
            "ImageSets/Main/trainval.txt": "a\nz\n",
            "ImageSets/Main/cola_test.txt": "a 1\n",
        },
    )
    assert found.splits == {"JPEGImages/a.jpg": "train", "": "train", "z": "val"}
    assert found.faults == {"": [Reason.BAD_ANNOTATION], "z": [Reason.BAD_ANNOTATION]}


def test_without_annotations_files_lie_beside_their_pictures(tmp_path: Path):
    files = {
        "train/a.xml": _xml(), "train/a.jpg": PICTURE,
        "valid/a.xml": _xml(), "valid/a.jpg": PICTURE,
    }  # fmt: skip
    assert told(FORMAT, fill(tmp_path, files)).splits == {
        "train/a.jpg": "train",
        "valid/a.jpg": "val",
    }


def test_a_source_of_another_layout_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match=r"no Annotations/\*\.xml"):
        told(FORMAT, fill(tmp_path, {"a.jpg": PICTURE}))
