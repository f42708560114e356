"""Which detection is which object."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from authority import CLASSES, CROWDED, hard_pictures, judged
from cartvision.metrics.matching import ALL, IOUS, match
from cartvision.metrics.values import ANY, Found, Truth

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


def reached(most):
    """Every IoU up to this one."""
    return sum(1 << number for number, iou in enumerate(IOUS) if iou <= most + 1e-9)


@pytest.mark.parametrize("height", [5, 6, 7, 8, 9, 10])
def test_an_overlap_exactly_on_a_threshold_reaches_it(height):
    """In single precision seven tenths would be less than .7."""
    told = match(found([[0, 0, 10, height]], [0.9]), truth=truth([SQUARE]))
    assert told.hits.tolist() == [reached(height / 10)]


@pytest.mark.parametrize(
    ("detections", "objects", "hits", "spared"),
    [
        pytest.param(found([SQUARE], [0.9]), truth([SQUARE]), [ALL], [0], id="all over it"),
        pytest.param(found([[0, 0, 10, 4]], [0.9]), truth([SQUARE]), [0], [0], id="nowhere"),
        pytest.param(
            found([[0, 0, 10, 6], SQUARE], [0.9, 0.8]),
            truth([SQUARE]),
            [reached(0.6), ALL & ~reached(0.6)],
            [0, 0],
            id="a loose box leaves the object at the higher IoUs",
        ),
        pytest.param(
            found([SQUARE, SQUARE], [0.8, 0.9]),
            truth([SQUARE, [0, 0, 10, 8]]),
            [reached(0.8), ALL],
            [0, 0],
            id="the second takes the other object as far as it reaches",
        ),
        pytest.param(
            found([[0, 0, 10, 7]], [0.9]),
            truth([[0, 0, 10, 10], [0, 0, 10, 100]], crowd=[False, True]),
            [reached(0.7)],
            [ALL & ~reached(0.7)],
            id="right where it can be, spared by the crowd elsewhere",
        ),
        pytest.param(
            found([[0, 0, 10, 20]], [0.9]),
            truth([SQUARE], crowd=[True]),
            [0],
            [reached(0.5)],
            id="half in a crowd",
        ),
        pytest.param(
            found([SQUARE, SQUARE], [0.9, 0.9], classes=[0, 1]),
            truth([[0, 0, 50, 50]], crowd=[True], classes=[0]),
            [0, 0],
            [ALL, 0],
            id="a crowd of one class",
        ),
        pytest.param(
            found([SQUARE, SQUARE], [0.9, 0.9], classes=[0, 1]),
            truth([[0, 0, 50, 50]], crowd=[True], classes=[ANY]),
            [0, 0],
            [ALL, ALL],
            id="a crowd of any class",
        ),
        pytest.param(
            found([SQUARE, SQUARE], [0.9, 0.9]),
            truth([SQUARE]),
            [ALL, 0],
            [0, 0],
            id="of equal scores the first",
        ),
        pytest.param(
            found([[0, 0, 10, 0]], [0.9]), truth([SQUARE]), [0], [0], id="a box without area"
        ),
    ],
)
def test_what_a_detection_is_at_every_iou(detections, objects, hits, spared):
    told = match(detections, truth=objects)
    assert (told.hits.tolist(), told.spared.tolist()) == (hits, spared)


def test_of_equal_overlaps_the_later_object_is_taken():
    objects = truth([[0, 0, 10, 8], [0, 2, 10, 10]])
    assert match(found([SQUARE], [0.9]), truth=objects).objects.tolist() == [1]


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_every_bit_is_the_authoritys(seed):
    pictures = hard_pictures(seed)
    cells = judged(pictures, classes=CLASSES, most=CROWDED + 100).evalImgs
    matches = [match(one, truth=other) for one, other in pictures]
    ours = np.concatenate([np.stack([one.hits, one.spared]) for one in matches], axis=1)
    theirs = np.zeros_like(ours)
    for cell in cells:
        if cell is None or cell["aRng"] != [0, 1e10]:
            continue
        spared = cell["dtIgnore"].astype(bool)
        right = (cell["dtMatches"] > 0) & ~spared
        rows = np.array(cell["dtIds"], int) - 1
        places = 1 << np.arange(len(IOUS))[:, None]
        theirs[:, rows] = (right * places).sum(axis=0), (spared * places).sum(axis=0)
    assert (ours == theirs).all()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_no_object_is_given_twice_and_what_is_right_is_not_spared(seed):
    for one, other in hard_pictures(seed):
        told = match(one, truth=other)
        given = told.objects[told.right]
        assert len(set(given.tolist())) == len(given)
        assert not (told.hits & told.spared).any()
        assert (told.right == (told.hits & 1).astype(bool)).all()
        assert (told.ious[told.right] >= 0.5).all()
        assert not told.ious[~told.right].any()
