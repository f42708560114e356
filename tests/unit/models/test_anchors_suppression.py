"""What is left of the anchors' answers."""

import pytest
import torch

from cartvision.models.detectors.anchors.suppression import (
    best_of_cells,
    fits_the_square,
    without_boxes_in_boxes,
)
from cartvision.models.detectors.detections import Detections

BIG, INSIDE, BESIDE = [0.0, 0, 40, 40], [10.0, 10, 20, 20], [38.0, 0, 78, 40]
HALF_OUT, MOSTLY_IN = [35.0, 0, 45, 10], [33.0, 0, 43, 10]


def found(*boxes, picture=None):
    count = len(boxes)
    return Detections(
        boxes=torch.tensor(boxes).reshape(-1, 4),
        scores=torch.linspace(0.9, 0.3, count),
        kinds=torch.arange(count),
        picture=torch.tensor(picture or [0] * count, dtype=torch.int64),
    )


@pytest.mark.parametrize(
    ("boxes", "stay"),
    [
        pytest.param([BIG, INSIDE], [0], id="a box in a better box goes"),
        pytest.param([INSIDE, BIG], [0], id="and a box around a better box"),
        pytest.param([BIG, BESIDE], [0, 1], id="neighbours stay"),
        pytest.param([BIG, HALF_OUT], [0, 1], id="half of it is not enough"),
        pytest.param([BIG, MOSTLY_IN], [0], id="seven tenths are"),
        pytest.param([INSIDE, BIG, HALF_OUT], [0, 2], id="what is gone drops no other"),
        pytest.param(
            [INSIDE, BIG, MOSTLY_IN, [36.0, 0, 44, 10]], [0, 2], id="nor does a long chain"
        ),
        pytest.param([], [], id="nothing found"),
    ],
)
def test_boxes_in_boxes_are_dropped(boxes, stay):
    assert without_boxes_in_boxes(found(*boxes), most_inside=0.6).kinds.tolist() == stay


def test_the_share_that_may_be_common_is_the_one_given():
    left = without_boxes_in_boxes(found(BIG, MOSTLY_IN), most_inside=0.8)
    assert left.kinds.tolist() == [0, 1]


def test_boxes_of_different_pictures_do_not_drop_each_other():
    left = without_boxes_in_boxes(found(BIG, INSIDE, picture=[0, 1]), most_inside=0.6)
    assert left.picture.tolist() == [0, 1]


def test_all_parts_of_a_dropped_product_go():
    left = without_boxes_in_boxes(found(BIG, INSIDE, BESIDE), most_inside=0.6)
    assert left.boxes.tolist() == [BIG, BESIDE]
    assert left.scores.tolist() == pytest.approx([0.9, 0.3])


@pytest.mark.parametrize(
    ("box", "fits"),
    [
        pytest.param([10.0, 10, 30, 13.9], False, id="thinner than four pixels"),
        pytest.param([10.0, 10, 30, 14.1], True, id="thicker"),
        pytest.param([0.0, 0, 94, 94], True, id="less than nine tenths of the square"),
        pytest.param([0.0, 0, 96, 96], False, id="more"),
    ],
)
def test_a_product_is_neither_tiny_nor_the_whole_picture(box, fits):
    told = fits_the_square(torch.tensor([[box]]), size=100, least_side=4.0, most_area=0.9)
    assert told.tolist() == [[fits]]


def test_a_cell_speaks_by_its_surest_anchor():
    scores = torch.tensor([[[[0.1, 0.2], [0.9, 0.3]], [[0.4, 0.5], [0.1, 0.4]]]])
    best, shape = best_of_cells(scores)
    assert shape.tolist() == [[1, 0]]
    assert best.tolist() == [[pytest.approx([0.9, 0.3]), pytest.approx([0.4, 0.5])]]
