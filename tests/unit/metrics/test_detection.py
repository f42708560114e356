"""Average precision agrees with pycocotools, and the figures at the operating score add up."""

import contextlib
import io
import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from cartvision.metrics.coco import xywh
from cartvision.metrics.detection import DetectionMetrics
from cartvision.metrics.values import Found, Truth

FIXTURE = Path(__file__).with_name("dense_shelf.json")
CLASSES = ["product", "label"]


def random_pictures(seed):
    """Pictures with objects, crowds, shifted detections and false alarms of two classes."""
    random = np.random.default_rng(seed)
    return [random_picture(random) for _ in range(int(random.integers(1, 6)))]


def random_picture(random):
    count, extra = int(random.integers(0, 12)), int(random.integers(0, 6))
    boxes = random_boxes(random, count)
    kinds = random.integers(0, 2, count)
    crowd = random.random(count) < 0.15
    shifted = (boxes + random.normal(0, 3, boxes.shape)).astype(np.float32)
    shifted[:, 2:] = np.maximum(shifted[:, 2:], shifted[:, :2] + 1)
    found = np.vstack([shifted, random_boxes(random, extra)])
    classes = np.concatenate([kinds, random.integers(0, 2, extra)])
    scores = random.random(count + extra).astype(np.float32).round(2)
    return Found(found, scores, classes), Truth(boxes, crowd, kinds)


def random_boxes(random, count):
    low = random.uniform(0, 80, (count, 2))
    return np.hstack([low, low + random.uniform(5, 40, (count, 2))]).astype(np.float32)


def scored(pictures, *, classes=CLASSES, min_score=0.5):
    metrics = DetectionMetrics(min_score=min_score, classes=classes)
    for found, truth in pictures:
        metrics.update(found, truth=truth)
    return metrics.compute()


def authority(pictures, *, classes=CLASSES):
    """pycocotools, with boxes written as corner and size by hand."""
    objects, answers = [], []
    for number, (found, truth) in enumerate(pictures, 1):
        for box, kind, crowd in zip(truth.boxes, of(truth), truth.crowds, strict=True):
            row = annotation(number, box, kind)
            objects.append(row | {"id": len(objects) + 1, "iscrowd": int(crowd), "area": 1.0})
            objects[-1]["area"] = row["bbox"][2] * row["bbox"][3]
        for box, kind, score in zip(found.boxes, of(found), found.scores, strict=True):
            answers.append(annotation(number, box, kind) | {"score": float(score)})
    with contextlib.redirect_stdout(io.StringIO()):
        judge = COCOeval(*coco(objects, answers, pictures=len(pictures), classes=classes), "bbox")
        judge.params.maxDets = [1, 100, 300]
        judge.evaluate()
        judge.accumulate()
    precision, recall = judge.eval["precision"][..., 0, -1], judge.eval["recall"][..., 0, -1]
    return {
        "map": mean(precision),
        "map50": mean(precision[0]),
        "map75": mean(precision[5]),
        "ar300": mean(recall),
    }


def coco(objects, answers, *, pictures, classes):
    truth, found = COCO(), COCO()
    images = [{"id": number} for number in range(1, pictures + 1)]
    categories = [{"id": number, "name": name} for number, name in enumerate(classes, 1)]
    numbered = [
        row | {"id": number, "area": row["bbox"][2] * row["bbox"][3], "iscrowd": 0}
        for number, row in enumerate(answers, 1)
    ]
    for side, rows in ((truth, objects), (found, numbered)):
        side.dataset = {"images": images, "categories": categories, "annotations": rows}
        side.createIndex()
    return truth, found


def annotation(picture, box, kind):
    left, top, right, bottom = (float(side) for side in box)
    size = [left, top, right - left, bottom - top]
    return {"image_id": picture, "category_id": int(kind) + 1, "bbox": size}


def of(side):
    return np.broadcast_to(side.classes, len(side))


def mean(values):
    return float(values[values > -1].mean()) if (values > -1).any() else None


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


def test_a_stored_dense_shelf_keeps_its_figures():
    stored = json.loads(FIXTURE.read_text())
    pictures = [
        (one(picture["found"], picture["scores"]), one(picture["truth"]))
        for picture in stored["pictures"]
    ]
    ours = scored(pictures, classes=["product"])
    for name, expected in stored["pycocotools"].items():
        assert getattr(ours, name) == pytest.approx(expected, abs=1e-4), name


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
