"""COCO: annotations streamed, joined with their images, and doubted where they deserve it."""

import json
from pathlib import Path
from typing import Any

import pytest

from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Listed
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats.coco import FORMAT
from unit.ingest.formats.reading import PICTURE, Told, fill, told

IMAGE = {"id": 7, "file_name": "a.jpg", "width": 640, "height": 480}
CATEGORY = {"id": 3, "name": "Cola", "supercategory": "Drinks"}
BOX = {"id": 1, "image_id": 7, "category_id": 3, "bbox": [10, 20.5, 30, 40], "iscrowd": 0}


def _file(**lists: Any) -> str:
    return json.dumps({"images": [IMAGE], "annotations": [BOX], "categories": [CATEGORY]} | lists)


def _told(tmp_path: Path, content: str | bytes, *, name: str = "a.json") -> Told:
    return told(FORMAT, fill(tmp_path, {name: content, "images/a.jpg": PICTURE}))


def _only(found: Told) -> Claim:
    (claims,) = found.claims.values()
    (claim,) = claims
    return claim


def test_an_annotation_becomes_corners_and_a_path_of_the_taxonomy(tmp_path: Path):
    found = _told(tmp_path, _file())
    claim = _only(found)
    assert (claim.picture, claim.box, claim.category, claim.fault) == (
        "images/a.jpg", (10, 20.5, 40, 60.5), "Drinks > Cola", None,
    )  # fmt: skip
    assert found.categories == ["Drinks > Cola"]
    assert json.loads(claim.row) == BOX


def test_images_may_come_after_their_annotations(tmp_path: Path):
    backwards = {"annotations": [BOX], "categories": [CATEGORY], "images": [IMAGE]}
    assert _only(_told(tmp_path, json.dumps(backwards))).picture == "images/a.jpg"


def test_an_image_says_its_size_time_licence_and_group(tmp_path: Path):
    image = IMAGE | {"date_captured": "2025-03-01 10:00:00", "license": 2, "group": "store-1"}
    licences = [{"id": 1, "name": "MIT"}, {"id": 2, "name": "CC0-1.0"}]
    ((listed,),) = _told(tmp_path, _file(images=[image], licenses=licences)).listed.values()
    assert listed._replace(row="") == Listed(
        "images/a.jpg",
        group="store-1",
        captured_at="2025-03-01 10:00:00",
        licence="CC0-1.0",
        size=(640, 480),
    )


def test_attributes_skus_and_crowds_are_carried(tmp_path: Path):
    known = {"has_cap": 1, "damaged": None, "tilted": 0, "turned": -1, "occluded": True}
    annotation = BOX | {"attributes": known, "sku": "cola-1", "iscrowd": 1}
    found = _told(tmp_path, _file(annotations=[annotation], attributes=["tilted", "has_cap"]))
    claim = _only(found)
    assert claim.attributes == {
        "has_cap": "1", "damaged": "", "tilted": "0", "turned": "-1", "occluded": "True",
    }  # fmt: skip
    assert (claim.sku, claim.crowd, found.attributes) == ("cola-1", True, ["tilted", "has_cap"])


@pytest.mark.parametrize(
    ("category", "path"),
    [
        pytest.param({"name": "Cola"}, "Cola", id="no supercategory"),
        pytest.param({"name": "Cola", "supercategory": "none"}, "Cola", id="Roboflow's none"),
        pytest.param({"name": "Cola", "supercategory": "Cola"}, "Cola", id="above itself"),
        pytest.param({"name": "Cola", "supercategory": "A > B"}, "A > B > Cola", id="a long path"),
    ],
)
def test_the_supercategory_is_above(tmp_path: Path, category: dict[str, str], path: str):
    assert _only(_told(tmp_path, _file(categories=[{"id": 3} | category]))).category == path


@pytest.mark.parametrize(
    ("annotation", "reason"),
    [
        pytest.param({"category_id": 99}, Reason.UNKNOWN_CLASS, id="unknown class"),
        pytest.param({"bbox": [1, 2, 3]}, Reason.WRONG_COLUMNS, id="three numbers"),
        pytest.param({"bbox": None}, Reason.WRONG_COLUMNS, id="no box"),
    ],
)
def test_a_broken_annotation_costs_itself(tmp_path: Path, annotation: Any, reason: Reason):
    found = _told(tmp_path, _file(annotations=[BOX | annotation, BOX]))
    broken, good = found.claims["images/a.jpg"]
    assert (broken.fault, good.fault) == (reason, None)


def test_a_side_that_is_no_number_is_nan(tmp_path: Path):
    claims = _told(
        tmp_path, _file(annotations=[BOX | {"bbox": [float("nan"), 0, 1, 1]},
                                     BOX | {"bbox": ["x", 0, 1, 1]}])
    ).claims["images/a.jpg"]  # fmt: skip
    assert all(claim.box and claim.box[0] != claim.box[0] for claim in claims)


def test_an_annotation_of_no_image_belongs_to_no_picture(tmp_path: Path):
    found = _told(tmp_path, _file(annotations=[BOX | {"image_id": 8}]))
    assert list(found.claims) == ["a.json: image_id 8"]


def test_two_images_of_one_id_are_left_out(tmp_path: Path):
    found = _told(tmp_path, _file(images=[IMAGE, IMAGE | {"file_name": "b.jpg"}]))
    assert found.faults == {"images/a.jpg": [Reason.LISTED_TWICE], "b.jpg": [Reason.LISTED_TWICE]}


def test_an_image_without_a_name_is_told_of(tmp_path: Path):
    found = _told(tmp_path, _file(images=[IMAGE, {"id": 9}]))
    assert found.faults == {"a.json": [Reason.BAD_ANNOTATION]}


def test_an_image_without_annotations_is_listed(tmp_path: Path):
    found = _told(tmp_path, _file(annotations=[]))
    assert (list(found.listed), found.claims) == (["images/a.jpg"], {})


def test_a_name_in_another_encoding_costs_its_picture(tmp_path: Path):
    content = _file(images=[IMAGE | {"file_name": "cafXX.jpg"}], annotations=[])
    found = _told(tmp_path, content.encode().replace(b"XX", b"\xe9"))
    assert list(found.faults.values()) == [[Reason.NOT_TEXT]]


def test_nothing_of_a_file_that_is_cut_off_is_trusted(tmp_path: Path):
    content = _file(annotations=[BOX] * 9)
    found = _told(tmp_path, content[: content.index('"annotations"') + 250])
    assert found.faults == {
        "a.json": [Reason.BAD_ANNOTATION],
        "images/a.jpg": [Reason.BAD_ANNOTATION],
    }
    assert not found.claims


@pytest.mark.parametrize(
    ("annotations", "picture", "split"),
    [
        pytest.param("annotations/instances_train2017.json", "train2017/a.jpg", "train", id="COCO"),
        pytest.param("annotations/instances_val.json", "images/val/a.jpg", "val", id="by split"),
        pytest.param("valid/_annotations.coco.json", "valid/a.jpg", "val", id="Roboflow"),
        pytest.param("test.json", "a.jpg", "test", id="at the root"),
        pytest.param("trainval.json", "images/a.jpg", None, id="no split"),
    ],
)
def test_names_tell_the_split_and_the_place(
    tmp_path: Path, annotations: str, picture: str, split: str | None
):
    found = told(FORMAT, fill(tmp_path, {annotations: _file(), picture: PICTURE}))
    ((listed,),) = found.listed.values()
    assert (listed.picture, listed.split) == (picture, split)


def test_other_json_files_are_passed_over(tmp_path: Path):
    others = {"a.json": _file(), "package.json": "{}", "image_info_test.json": _file(annotations=1)}
    del_annotations = {
        key: value for key, value in json.loads(_file()).items() if key != "annotations"
    }
    others["image_info_test.json"] = json.dumps(del_annotations)
    found = told(FORMAT, fill(tmp_path, others))
    assert (found.splits, found.faults) == ({}, {})


def test_a_source_of_another_layout_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match=r"package\.json.*coco format is a JSON file"):
        told(FORMAT, fill(tmp_path, {"package.json": "{}"}))
