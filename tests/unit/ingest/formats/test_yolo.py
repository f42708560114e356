"""YOLO: data.yaml as people write it, labels beside their pictures."""

from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats.yolo import FORMAT
from unit.ingest.formats.reading import PICTURE, Told, fill, told

YAML = "train: images\nnames: [cola, chips]\n"
FILES: dict[str, str | bytes] = {
    "data.yaml": YAML,
    "images/a.jpg": PICTURE,
    "images/b.jpg": PICTURE,
    "labels/a.txt": "1 0.5 0.5 0.2 0.4\n",
}


def _told(tmp_path: Path, **changes: str | bytes) -> Told:
    return told(FORMAT, fill(tmp_path, FILES | changes))


def _line(tmp_path: Path, line: str | bytes):
    (claim,) = _told(tmp_path, **{"labels/a.txt": line}).claims["images/a.jpg"]
    return claim


def test_a_line_becomes_corners_in_shares(tmp_path: Path):
    claim = _line(tmp_path, "1 0.5 0.5 0.2 0.4\n")
    assert (claim.box, claim.share, claim.category) == ((0.4, 0.3, 0.6, 0.7), True, "chips")


def test_an_outline_becomes_its_bounding_box(tmp_path: Path):
    claim = _line(tmp_path, "0 0.1 0.5 0.4 0.2 0.3 0.9\n")
    assert claim.box == (0.1, 0.2, 0.4, 0.9)


def test_a_picture_without_a_label_file_is_one_without_products(tmp_path: Path):
    found = _told(tmp_path)
    assert (sorted(found.listed), list(found.claims)) == (
        ["images/a.jpg", "images/b.jpg"], ["images/a.jpg"],
    )  # fmt: skip
    assert not found.faults


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("2 0.5 0.5 0.2 0.4", Reason.UNKNOWN_CLASS, id="class past the names"),
        pytest.param("-1 0.5 0.5 0.2 0.4", Reason.UNKNOWN_CLASS, id="class below 0"),
        pytest.param(f"{'9' * 5000} 0.5 0.5 0.2 0.4", Reason.UNKNOWN_CLASS, id="endless class"),
        pytest.param("cola 0.5 0.5 0.2 0.4", Reason.UNKNOWN_CLASS, id="class by name"),
        pytest.param("1 0.5 0.5 0.2", Reason.WRONG_COLUMNS, id="a number too few"),
        pytest.param("1 0.5 0.5 0.2 0.4 0.9", Reason.WRONG_COLUMNS, id="a confidence"),
        pytest.param("1", Reason.WRONG_COLUMNS, id="a class alone"),
        pytest.param("\xa0", Reason.WRONG_COLUMNS, id="a hard blank alone"),
        pytest.param(b"1 0.5 0.5 \xff 0.4", Reason.NOT_TEXT, id="no text"),
    ],
)
def test_a_broken_line_costs_itself(tmp_path: Path, line: str | bytes, reason: Reason):
    assert _line(tmp_path, line).fault == reason


@pytest.mark.parametrize("line", ["1 x 0.5 0.2 0.4", "1 0.1 0.2 x 0.4 0.5 0.6", "1 nan 0.1 1 1"])
def test_what_is_no_number_is_nan(tmp_path: Path, line: str):
    box = _line(tmp_path, line).box
    assert box is not None
    assert any(side != side for side in box)


def test_keypoints_after_the_box_are_not_read(tmp_path: Path):
    found = _told(
        tmp_path,
        **{
            "data.yaml": YAML + "kpt_shape: [1, 3]\n",
            "labels/a.txt": "0 0.5 0.5 0.2 0.4 0.1 0.2 2",
        },
    )
    (claim,) = found.claims["images/a.jpg"]
    assert claim.box == (0.4, 0.3, 0.6, 0.7)


def test_a_label_file_without_a_picture_is_told_of(tmp_path: Path):
    found = _told(tmp_path, **{"labels/z.txt": "0 0.5 0.5 0.2 0.4", "labels/classes.txt": "cola"})
    assert found.faults == {"labels/z.txt": [Reason.NO_FILE]}


def test_a_labelled_picture_that_data_yaml_leaves_out_is_told_of(tmp_path: Path):
    found = _told(
        tmp_path,
        **{
            "other/images/c.jpg": PICTURE,
            "other/labels/c.txt": "0 .5 .5 1 1",
            "other/images/d.jpg": PICTURE,
        },
    )
    assert found.faults == {"other/images/c.jpg": [Reason.NOT_LISTED]}
    assert "other/images/d.jpg" not in found.listed


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        pytest.param("train: images/trian", "images/trian, where .* in images/", id="a typo"),
        pytest.param("train: images\nval: labels", "names labels", id="no pictures"),
        pytest.param("train: images\nval: val.txt", "names val.txt", id="an empty list"),
        pytest.param("train: images\ntest: [images, x]", "names x", id="one of a list"),
    ],
)
def test_a_place_without_pictures_is_refused(tmp_path: Path, yaml: str, said: str):
    with pytest.raises(InputError, match=said):
        _told(tmp_path, **{"data.yaml": f"names: [cola]\n{yaml}\n", "val.txt": "\n"})


def test_of_many_folders_some_are_named(tmp_path: Path):
    folders = {f"{number:02}/a.jpg": PICTURE for number in range(20)}
    with pytest.raises(InputError, match=r"00/, .*09/, 11 more\. Correct"):
        _told(tmp_path, **{"data.yaml": "names: [cola]\ntrain: trian\n"}, **folders)


@pytest.mark.parametrize(
    ("yaml", "names"),
    [
        pytest.param("names: [cola, chips]", ["cola", "chips"], id="a list"),
        pytest.param("names: {0: cola, 1: chips}", ["cola", "chips"], id="by number"),
        pytest.param("names: [7up, 7]", ["7up", "7"], id="a number for a name"),
        pytest.param("nc: 2", ["class-0", "class-1"], id="only how many"),
    ],
)
def test_names_are_a_list_or_by_number(tmp_path: Path, yaml: str, names: list[str]):
    assert _told(tmp_path, **{"data.yaml": f"train: images\n{yaml}\n"}).categories == names


@pytest.mark.parametrize(
    ("yaml", "picture", "split"),
    [
        pytest.param("train: images/train", "images/train/a.jpg", "train", id="a folder"),
        pytest.param("val: [images/v]", "images/v/a.jpg", "val", id="a list of folders"),
        pytest.param(
            r"train: C:\data\shelf\images\train", "images/train/a.jpg", "train", id="from Windows"
        ),
        pytest.param("path: C:\\sets\ntrain: images", "images/a.jpg", "train", id="Windows' path"),
        pytest.param("valid: ../valid/images", "valid/images/a.jpg", "val", id="Roboflow"),
        pytest.param("path: /home/me/sets\ntest: images/t", "images/t/a.jpg", "test", id="a path"),
        pytest.param("path: sets\ntrain: images", "sets/images/a.jpg", "train", id="path is ours"),
        pytest.param("train: images\nval: images", "images/a.jpg", None, id="one folder twice"),
        pytest.param("train: train.txt", "images/a.jpg", "train", id="a list file"),
        pytest.param("train: .", "images/a.jpg", "train", id="here"),
        pytest.param("nc: 1", "images/a.jpg", None, id="nothing said"),
    ],
)
def test_places_are_found_as_the_yaml_means_them(
    tmp_path: Path, yaml: str, picture: str, split: str | None
):
    label = picture.replace("images", "labels").replace(".jpg", ".txt")
    files: dict[str, str | bytes] = {
        "data.yaml": f"names: [cola]\n{yaml}\n",
        "train.txt": "/home/me/sets/images/a.jpg\n",
        picture: PICTURE,
        label: "0 0.5 0.5 0.2 0.4",
    }
    found = told(FORMAT, fill(tmp_path, files))
    ((listed,),) = found.listed.values()
    assert (listed.picture, listed.split) == (picture, split)
    assert len(found.claims[picture]) == 1
    assert not found.faults


def test_without_data_yaml_the_classes_are_in_a_list(tmp_path: Path):
    files = {key: value for key, value in FILES.items() if key != "data.yaml"}
    found = told(FORMAT, fill(tmp_path, files | {"classes.txt": "cola\nchips\n"}))
    assert (found.categories, found.claims["images/a.jpg"][0].category) == (
        ["cola", "chips"], "chips",
    )  # fmt: skip


def test_details_repeat_the_numbers_of_the_label_file(tmp_path: Path):
    found = _told(
        tmp_path,
        **{
            "attributes.csv": "image,cx,cy,w,h,category,sku,has_cap\n"
            "a.jpg,0.5,0.5,0.2,0.4,Snacks > Chips,crispo,NA\n"
            "a.jpg,0.5,0.5\n",
            "pictures.csv": "image,group,captured_at,licence\nb.jpg,store-1,,MIT\nb.jpg,x\n",
        },
    )
    drawn, details, ragged = found.claims["images/a.jpg"]
    assert (details.box, details.share, details.details) == (drawn.box, True, True)
    assert (details.sku, details.attributes) == ("crispo", {"has_cap": "NA"})
    assert (ragged.fault, ragged.details) == (Reason.WRONG_COLUMNS, True)
    assert [(said.group, said.licence) for said in found.listed["images/b.jpg"]] == [
        ("", ""), ("store-1", "MIT"),
    ]  # fmt: skip
    assert found.attributes == ["has_cap"]


def test_details_of_a_name_that_several_pictures_have_are_told_of(tmp_path: Path):
    table = "image,cx,cy,w,h,category,sku\np0.jpg,0.5,0.5,0.2,0.4,Chips,\n"
    twice = dict.fromkeys(["images/x/p0.jpg", "images/y/p0.jpg"], PICTURE)
    found = _told(tmp_path, **{"attributes.csv": table}, **twice)
    assert found.faults == {"p0.jpg": [Reason.SEVERAL_FILES]}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param({"images/a.jpg": PICTURE}, "neither data.yaml nor classes.txt", id="no yaml"),
        pytest.param({"data.yaml": YAML, "images/a.jpg": PICTURE}, "no labels/", id="no labels"),
        pytest.param({"data.yaml": "names: [[a]]"}, "names must be", id="names of names"),
        pytest.param({"data.yaml": "a: [b"}, "is not YAML", id="broken yaml"),
        pytest.param({"data.yaml": "[" * 5000}, "is not YAML", id="too deep"),
        pytest.param({"data.yaml": "a: 2025-99-99"}, "is not YAML", id="a day that is none"),
        pytest.param(
            {**FILES, "attributes.csv": "image,x1\n"}, "must begin image,cx", id="other columns"
        ),
    ],
)
def test_a_source_of_another_layout_is_refused(
    tmp_path: Path, files: dict[str, str | bytes], said: str
):
    with pytest.raises(InputError, match=said):
        told(FORMAT, fill(tmp_path, files))
