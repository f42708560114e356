"""Label Studio's exports: percent of the picture, several annotators, references of all kinds."""

import json
import logging
from pathlib import Path
from typing import Any

import pytest

from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Hints
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats.label_studio import FORMAT
from unit.ingest.formats.reading import PICTURE, Told, fill, told

PLACE = {"x": 20.0, "y": 20.0, "width": 30.0, "height": 20.0}
REGION = {
    "id": "r1",
    "from_name": "label",
    "type": "rectanglelabels",
    "original_width": 1000,
    "original_height": 500,
    "value": {**PLACE, "rotation": 0, "rectanglelabels": ["Cola"]},
}


def _said(name: str, *words: str, of: str = "r1", kind: str = "choices") -> dict[str, Any]:
    return {"id": of, "from_name": name, "type": kind, "value": {kind: list(words)}}


def _task(*results: Any, image: str = "a.jpg", **more: Any) -> dict[str, Any]:
    annotation = {"result": list(results), "was_cancelled": False, "updated_at": "2025-01-02"}
    return {"id": 1, "data": {"image": image}, "annotations": [annotation | more]}


def _told(tmp_path: Path, *tasks: Any, hints: Hints | None = None) -> Told:
    files: dict[str, str | bytes] = {"export.json": json.dumps(tasks), "images/a.jpg": PICTURE}
    return told(FORMAT, fill(tmp_path, files), hints)


def _only(found: Told) -> Claim:
    ((claim,),) = found.claims.values()
    return claim


def test_a_region_is_a_box_in_shares(tmp_path: Path):
    claim = _only(_told(tmp_path, _task(REGION)))
    assert (claim.picture, claim.box, claim.share) == ("images/a.jpg", (0.2, 0.2, 0.5, 0.4), True)
    assert (claim.category, claim.size) == ("Cola", (1000, 500))


def test_boxes_are_drawn_on_the_upright_picture(tmp_path: Path):
    ((listed,),) = _told(tmp_path, _task(REGION)).listed.values()
    assert listed.upright


def test_a_turned_rectangle_becomes_its_bounding_box(tmp_path: Path):
    value = REGION["value"] | {"rotation": 90}
    claim = _only(_told(tmp_path, _task(REGION | {"value": value})))
    # 300 × 100 pixels at (200, 100), turned about that corner, covers x 100–200 and y 100–400
    assert claim.box == pytest.approx((0.1, 0.2, 0.2, 0.8))


def test_a_polygon_becomes_its_bounding_box(tmp_path: Path):
    value = {"points": [[10, 40], [30, 20], [20, 60]], "polygonlabels": ["Cola"]}
    claim = _only(_told(tmp_path, _task(REGION | {"type": "polygonlabels", "value": value})))
    assert (claim.box, claim.category) == ((0.1, 0.2, 0.3, 0.6), "Cola")


def test_what_is_said_of_a_region_describes_its_product(tmp_path: Path):
    claim = _only(_told(tmp_path, _task(
        REGION,
        _said("has_cap", "yes"),
        _said("sku", "cola-1", kind="text"),
        _said("category", "Drinks > Cola"),
        _said("brand", "KOLANI"),
    )))  # fmt: skip
    assert (claim.category, claim.sku) == ("Drinks > Cola", "cola-1")
    assert claim.attributes == {"has_cap": "yes", "brand": "KOLANI"}


def test_a_region_repeated_by_its_choices_is_one_product(tmp_path: Path):
    """As the editor writes it where the control is told to speak of regions."""
    again = REGION | {
        "from_name": "has_cap",
        "type": "choices",
        "value": {**PLACE, "choices": ["1"]},
    }
    claim = _only(_told(tmp_path, _task(REGION, again)))
    assert (claim.category, claim.attributes) == ("Cola", {"has_cap": "1"})


def test_ticks_are_attributes_and_those_not_ticked_are_0_if_they_are_known(tmp_path: Path):
    task = _task(REGION, _said("attributes", "has_cap", "damaged"))
    assert _only(_told(tmp_path, task)).attributes == {"has_cap": "1", "damaged": "1"}
    known = Hints(attributes=("has_cap", "tilted"))
    assert _only(_told(tmp_path, task, hints=known)).attributes == {
        "has_cap": "1", "tilted": "0", "damaged": "1",
    }  # fmt: skip


def test_controls_of_other_names_are_mapped(tmp_path: Path):
    task = _task(REGION, _said("article", "cola-1"))
    assert _only(_told(tmp_path, task, hints=Hints(columns={"article": "sku"}))).sku == "cola-1"


@pytest.mark.parametrize(
    ("result", "category", "attributes"),
    [
        pytest.param(_said("choice", "Cola", of="c"), "Cola", {}, id="a class"),
        pytest.param(_said("has_cap", "no", of="c"), "", {"has_cap": "no"}, id="yes or no"),
        pytest.param(
            {"id": "c", "from_name": "tax", "value": {"taxonomy": [["Drinks", "Cola"]]}},
            "Drinks > Cola", {}, id="a taxonomy",
        ),
    ],
)  # fmt: skip
def test_what_is_said_of_a_task_describes_the_picture(
    tmp_path: Path, result: Any, category: str, attributes: dict[str, str]
):
    claim = _only(_told(tmp_path, _task(result)))
    assert (claim.box, claim.category, claim.attributes) == (None, category, attributes)


def test_a_task_that_was_done_and_shows_nothing_is_a_negative(tmp_path: Path):
    found = _told(tmp_path, _task())
    assert (list(found.listed), found.claims) == (["images/a.jpg"], {})


@pytest.mark.parametrize(
    "task",
    [
        pytest.param(_task(REGION, was_cancelled=True), id="skipped"),
        pytest.param({"data": {"image": "a.jpg"}, "annotations": []}, id="not looked at"),
    ],
)
def test_a_task_that_nobody_labelled_is_no_negative(
    tmp_path: Path, task: Any, caplog: pytest.LogCaptureFixture
):
    with caplog.at_level(logging.INFO):
        assert list(_told(tmp_path, task, _task(image="b.jpg"), task).listed) == ["b.jpg"]
    assert "2 tasks that nobody has labelled yet" in caplog.text


def test_the_ground_truth_counts_else_the_newest(tmp_path: Path):
    def one(label: str, **more: Any) -> Any:
        value = REGION["value"] | {"rectanglelabels": [label]}
        return _task(REGION | {"value": value}, **more)["annotations"][0]

    old = one("old", updated_at="2025-01-01T10:00:00Z")
    new = one("new", updated_at="2025-01-01T11:00:00Z")
    dropped = one("dropped", updated_at="2025-01-01T12:00:00Z", was_cancelled=True)
    truth = one("truth", updated_at="2024-01-01T10:00:00Z", ground_truth=True)
    both = _task() | {"annotations": [new, old, dropped]}
    assert _only(_told(tmp_path, both)).category == "new"
    assert _only(_told(tmp_path, both | {"annotations": [new, truth]})).category == "truth"


@pytest.mark.parametrize(
    ("image", "picture"),
    [
        pytest.param("/data/upload/3/1234abcd-a.jpg", "images/a.jpg", id="uploaded"),
        pytest.param(
            "/data/upload/3/1234abcd-b.jpg", "images/1234abcd-b.jpg", id="with its prefix"
        ),
        pytest.param("/data/local-files/?d=shop/images/a.jpg", "images/a.jpg", id="local files"),
        pytest.param("s3://bucket/shop/images/a.jpg", "images/a.jpg", id="a bucket"),
        pytest.param("https://x.org/i/c%20d.jpg?key=1", "c d.jpg", id="a link"),
        pytest.param("a.jpg", "images/a.jpg", id="its name"),
        pytest.param("https://x.org/zzz.jpg", "zzz.jpg", id="a link to none"),
        pytest.param("../../etc/a.jpg", "../../etc/a.jpg", id="one that leaves"),
        pytest.param("data:image/png;base64," + "A" * 999, None, id="the picture itself"),
        pytest.param("http://[broken", "http://[broken", id="no link"),
    ],
)
def test_pictures_are_found_by_their_reference(tmp_path: Path, image: str, picture: str | None):
    fill(tmp_path, dict.fromkeys(["images/1234abcd-b.jpg", "c d.jpg"], PICTURE))
    (name,) = _told(tmp_path, _task(image=image)).listed
    assert name == picture if picture else len(name) <= 80


def test_the_image_may_have_another_name_among_the_data(tmp_path: Path):
    task = _task() | {"data": {"note": "hello", "photo": "a.jpg", "ref": "b.jpg"}}
    assert list(_told(tmp_path, task).listed) == ["images/a.jpg"]
    mapped = _told(tmp_path, task, hints=Hints(columns={"ref": "image"}))
    assert list(mapped.listed) == ["b.jpg"]


def test_json_min_is_read(tmp_path: Path):
    region = {**PLACE, "rotation": 0, "rectanglelabels": ["Cola"], "original_width": 10,
              "original_height": 5}  # fmt: skip
    task = {"id": 1, "image": "a.jpg", "label": [region, region | {"x": 60.0}], "choice": "Soda",
            "annotation_id": 7, "updated_at": "2025-01-02"}  # fmt: skip
    first, second, whole = _told(tmp_path, task).claims["images/a.jpg"]
    assert (first.category, first.size, second.box) == ("Cola", (10, 5), (0.6, 0.2, 0.9, 0.4))
    assert (whole.box, whole.category) == (None, "Soda")


@pytest.mark.parametrize(
    "result",
    [
        pytest.param({"id": "b", "type": "brushlabels", "value": {"rle": [1]}}, id="a brush"),
        pytest.param(REGION | {"image_rotation": 90}, id="drawn on a turned picture"),
    ],
)
def test_a_region_that_is_not_understood_is_told_of(tmp_path: Path, result: Any):
    assert _told(tmp_path, _task(result)).faults == {"images/a.jpg": [Reason.BAD_ANNOTATION]}


def test_a_task_of_another_shape_costs_itself(tmp_path: Path):
    strange = _task() | {"annotations": [{"result": "none"}]}
    found = _told(tmp_path, strange, _task(REGION, image="b.jpg"))
    assert found.faults == {"images/a.jpg": [Reason.BAD_ANNOTATION]}
    assert list(found.claims) == ["b.jpg"]


def test_tasks_before_a_break_are_whole(tmp_path: Path):
    content = json.dumps([_task(REGION), _task(REGION)])
    found = told(FORMAT, fill(tmp_path, {"e.json": content[:-40], "images/a.jpg": PICTURE}))
    assert found.faults == {"e.json": [Reason.BAD_ANNOTATION]}
    assert len(found.claims["images/a.jpg"]) == 1


def test_a_source_of_another_layout_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match="the label_studio format is"):
        told(FORMAT, fill(tmp_path, {"package.json": "{}", "a.json": "[1, 2]"}))
