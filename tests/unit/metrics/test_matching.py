"""Which detection is which object."""

import numpy as np
import pytest

from cartvision.metrics.matching import match
from cartvision.metrics.values import Found, Truth

SQUARE = [0, 0, 10, 10]


def found(boxes, scores, classes=()):
    kinds = {"classes": np.array(classes)} if len(classes) else {}
    shaped = np.array(boxes, np.float32).reshape(-1, 4)
    return Found(shaped, np.array(scores, np.float32), **kinds)


def truth(boxes, crowd=(), classes=()):
    given = {"crowd": np.array(crowd)} if len(crowd) else {}
    given |= {"classes": np.array(classes)} if len(classes) else {}
    return Truth(np.array(boxes, np.float32).reshape(-1, 4), **given)


@pytest.mark.parametrize(
    ("detections", "objects", "expected"),
    [
        pytest.param(found([SQUARE], [0.9]), truth([SQUARE]), [0], id="the same box"),
        pytest.param(
            found([[0, 0, 10, 5]], [0.9]), truth([SQUARE]), [0], id="half of it is enough"
        ),
        pytest.param(found([[0, 0, 10, 4.9]], [0.9]), truth([SQUARE]), [-1], id="less is not"),
        pytest.param(
            found([SQUARE, SQUARE], [0.3, 0.9]), truth([SQUARE]), [-1, 0], id="best score first"
        ),
        pytest.param(
            found([[0, 0, 10, 9]], [0.9]),
            truth([[0, 0, 10, 6], SQUARE]),
            [1],
            id="the object that it overlaps most",
        ),
        pytest.param(
            found([SQUARE, [0, 0, 10, 9]], [0.9, 0.8]),
            truth([SQUARE, [0, 0, 10, 7]]),
            [0, 1],
            id="a taken object leaves the next best",
        ),
        pytest.param(
            found([SQUARE], [0.9], classes=[1]),
            truth([SQUARE], classes=[0]),
            [-1],
            id="other class",
        ),
        pytest.param(found([], []), truth([SQUARE]), [], id="nothing found"),
        pytest.param(found([SQUARE], [0.9]), truth([]), [-1], id="nothing there"),
    ],
)
def test_a_detection_gets_its_object(detections, objects, expected):
    assert match(detections, truth=objects).objects.tolist() == expected


def test_a_detection_within_a_crowd_is_neither_right_nor_wrong():
    crowd = truth([[0, 0, 100, 100]], crowd=[True])
    matches = match(found([[1, 1, 9, 9], [200, 200, 210, 210]], [0.9, 0.8]), truth=crowd)
    assert matches.ignored.tolist() == [True, False]
    assert matches.wrong.tolist() == [False, True]
    assert not matches.right.any()


def test_a_match_tells_its_overlap():
    assert match(found([[0, 0, 10, 8]], [0.9]), truth=truth([SQUARE])).ious == pytest.approx([0.8])
