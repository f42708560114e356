"""COCO's evaluator, as it is called here, agrees with pycocotools."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority import CLASSES, authority, hard_pictures, mean, random_pictures
from cartvision.metrics.coco import curves, xywh
from cartvision.metrics.values import Found, Truth

FIXTURE = Path(__file__).with_name("dense_shelf.json")


def one(boxes, scores=None):
    array = np.array(boxes, np.float32).reshape(-1, 4)
    return Truth(array) if scores is None else Found(array, np.array(scores, np.float32))


def by_name(pictures, *, most, classes=CLASSES):
    """The evaluator's curves, by the names that the authority uses."""
    drawn = curves(pictures, classes=classes, most=most)
    return {
        "map": mean(drawn.precision),
        "map50": mean(drawn.precision[0]),
        "map75": mean(drawn.precision[5]),
        f"ar{most}": mean(drawn.recall),
    }


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([300, 1000]))
def test_the_curves_are_the_authoritys_whatever_the_cap(seed, most):
    pictures = hard_pictures(seed)
    expected = authority(pictures, most=most)
    assert by_name(pictures, most=most) == pytest.approx(expected, abs=1e-4)


def stored_shelf():
    stored = json.loads(FIXTURE.read_text())
    pictures = [
        (one(picture["found"], picture["scores"]), one(picture["truth"]))
        for picture in stored["pictures"]
    ]
    return pictures, stored["pycocotools"]


def test_a_stored_dense_shelf_keeps_its_figures():
    pictures, expected = stored_shelf()
    told = by_name(pictures, most=300, classes=["product"])
    assert told == pytest.approx(expected, abs=1e-4)


def test_a_stored_dense_shelf_is_the_same_at_a_higher_cap():
    pictures, expected = stored_shelf()
    told = by_name(pictures, most=1000, classes=["product"])
    assert list(told.values()) == pytest.approx(list(expected.values()), abs=1e-4)


@pytest.mark.parametrize(("most", "expected"), [(50, 0.25), (100, 0.5), (300, 1.0)])
def test_detections_past_the_cap_do_not_count(most, expected):
    grid = [[x, y, x + 8, y + 8] for x in range(0, 200, 10) for y in range(0, 100, 10)]
    pictures = [(one(grid, np.linspace(1, 0.6, 200)), one(grid))]
    told = by_name(pictures, most=most, classes=["product"])
    assert told[f"ar{most}"] == pytest.approx(expected)


def test_boxes_are_given_to_coco_as_corner_and_size():
    boxes = np.array([[10, 20, 40, 80]], np.float32)
    assert xywh(boxes).tolist() == [[10, 20, 30, 60]]


def test_boxes_in_the_wrong_form_do_not_pass_for_right():
    """The famous slip: corner-and-size boxes taken for two corners still overlap a little."""
    corners = np.array([[100, 100, 140, 180], [300, 50, 360, 110]], np.float32)
    for boxes, expected in ((xywh(corners), 0.0), (corners, 1.0)):
        told = by_name([(one(boxes, [0.9, 0.8]), one(corners))], most=300, classes=["product"])
        assert told["map50"] == expected


def test_it_says_nothing(capfd):
    by_name(random_pictures(3), most=300)
    assert capfd.readouterr() == ("", "")
