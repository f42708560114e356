"""Average precision agrees with pycocotools, and the figures at the operating score add up."""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority import CLASSES, authority, hard_pictures, mean, random_pictures
from cartvision.metrics.coco import curves, xywh
from cartvision.metrics.detection import DetectionMetrics
from cartvision.metrics.values import Found, Truth

FIXTURE = Path(__file__).with_name("dense_shelf.json")


def scored(pictures, *, classes=CLASSES, min_score=0.5):
    metrics = DetectionMetrics(min_score=min_score, classes=classes)
    for found, truth in pictures:
        metrics.update(found, truth=truth)
    return metrics.compute()


def one(boxes, scores=None):
    array = np.array(boxes, np.float32).reshape(-1, 4)
    return Truth(array) if scores is None else Found(array, np.array(scores, np.float32))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_average_precision_equals_the_authority(seed):
    pictures = random_pictures(seed)
    ours = scored(pictures)
    for name, expected in authority(pictures).items():
        assert getattr(ours, name) == pytest.approx(expected, abs=1e-4), name


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
    ours = scored(pictures, classes=["product"])
    for name, figure in expected.items():
        assert getattr(ours, name) == pytest.approx(figure, abs=1e-4), name


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


def test_detections_past_the_hundredth_count():
    grid = [[x, y, x + 8, y + 8] for x in range(0, 200, 10) for y in range(0, 100, 10)]
    perfect = scored([(one(grid, np.linspace(1, 0.6, 200)), one(grid))], classes=["product"])
    assert (perfect.map, perfect.ar300) == (pytest.approx(1.0), pytest.approx(1.0))


def test_boxes_are_given_to_coco_as_corner_and_size():
    boxes = np.array([[10, 20, 40, 80]], np.float32)
    assert xywh(boxes).tolist() == [[10, 20, 30, 60]]


def test_boxes_in_the_wrong_form_do_not_pass_for_right():
    """The famous slip: corner-and-size boxes taken for two corners still overlap a little."""
    corners = np.array([[100, 100, 140, 180], [300, 50, 360, 110]], np.float32)
    slipped = scored([(one(xywh(corners), [0.9, 0.8]), one(corners))], classes=["product"])
    assert slipped.map50 == 0.0
    assert scored([(one(corners, [0.9, 0.8]), one(corners))], classes=["product"]).map50 == 1.0


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=40, deadline=None)
def test_recall_at_score_zero_is_the_recall_of_the_curve(seed):
    pictures = [(one(f.boxes, f.scores), one(t.boxes)) for f, t in random_pictures(seed)]
    everything = scored(pictures, classes=["product"], min_score=0.0)
    if everything.objects == 0:
        assert everything.recall is None
        return
    reached = np.flatnonzero(everything.curve50 > 0).max(initial=0) / 100
    assert reached <= everything.recall + 1e-9
    assert everything.recall < reached + 0.01 + 1e-9


def test_the_figures_at_the_operating_score():
    truth = one([[0, 0, 10, 10], [20, 0, 30, 10], [40, 0, 50, 10], [60, 0, 70, 10]])
    boxes = [[0, 0, 10, 10], [20, 0, 30, 10], [80, 0, 90, 10], [40, 0, 50, 10]]
    told = scored([(one(boxes, [0.9, 0.8, 0.7, 0.2]), truth)], classes=["product"])
    assert (told.precision, told.recall) == (pytest.approx(2 / 3), 0.5)
    assert told.f1 == pytest.approx(4 / 7)
    assert told.count_mae == 1.0
    assert (told.pictures, told.objects, told.shown) == (1, 4, 3)


def test_counts_are_averaged_without_cancelling():
    truth = one([[0, 0, 10, 10]])
    twice = one([[0, 0, 10, 10], [50, 50, 60, 60]], [0.9, 0.9])
    assert scored([(twice, truth), (one([], []), truth)]).count_mae == 1.0


def test_detections_in_a_crowd_do_not_count():
    crowd = Truth(np.array([[0, 0, 100, 100]], np.float32), np.array([True]))
    told = scored([(one([[5, 5, 15, 15]], [0.9]), crowd)], classes=["product"])
    assert (told.precision, told.objects, told.count_mae) == (None, 0, 0.0)


@pytest.mark.parametrize(
    ("pictures", "absent"),
    [
        pytest.param(
            [], ["map", "map50", "precision", "recall", "f1", "count_mae"], id="no picture"
        ),
        pytest.param([(one([], []), one([]))], ["map", "recall", "f1"], id="an empty picture"),
        pytest.param([(one([], []), one([[0, 0, 9, 9]]))], ["precision"], id="nothing found"),
    ],
)
def test_a_figure_without_cases_is_absent(pictures, absent):
    told = scored(pictures)
    assert {name: getattr(told, name) for name in absent} == dict.fromkeys(absent)


def test_it_says_nothing(capfd):
    scored(random_pictures(3))
    assert capfd.readouterr() == ("", "")
