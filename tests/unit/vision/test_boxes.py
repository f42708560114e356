"""Box arithmetic, held against pycocotools."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pycocotools import mask

from cartvision.vision.boxes import areas, clip, iou, overlaps

COORDINATE = st.integers(-50, 400)
SIDE = st.integers(0, 200)


@st.composite
def some_boxes(draw) -> np.ndarray:
    corners = draw(st.lists(st.tuples(COORDINATE, COORDINATE, SIDE, SIDE), max_size=6))
    return boxes(*[(left, top, left + w, top + h) for left, top, w, h in corners])


def boxes(*rows: tuple[float, float, float, float]) -> np.ndarray:
    return np.array(rows, dtype=np.float32).reshape(-1, 4)


def authority(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    def xywh(xyxy: np.ndarray) -> np.ndarray:
        return np.hstack([xyxy[:, :2], xyxy[:, 2:] - xyxy[:, :2]]).astype(np.float64)

    return np.asarray(mask.iou(xywh(first), xywh(second), np.zeros(len(second), dtype=np.uint8)))


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        pytest.param((0, 0, 10, 10), 100, id="itself"),
        pytest.param((5, 5, 15, 15), 25, id="a corner"),
        pytest.param((2, 3, 4, 5), 4, id="inside"),
        pytest.param((10, 0, 20, 10), 0, id="touching"),
        pytest.param((20, 20, 30, 30), 0, id="apart"),
        pytest.param((5, 5, 5, 9), 0, id="without area"),
        pytest.param((8, 8, 2, 2), 0, id="inverted"),
    ],
)
def test_the_shared_area_of_a_square_of_ten(other, shared):
    assert overlaps(boxes((0, 0, 10, 10)), boxes(other)).tolist() == [[shared]]


def test_a_box_without_sides_has_no_area():
    assert areas(boxes((0, 0, 4, 5), (3, 3, 3, 9), (5, 5, 2, 2))).tolist() == [20, 0, 0]


@given(first=some_boxes().filter(len), second=some_boxes().filter(len))
def test_iou_is_pycocotools_wherever_there_is_area(first, second):
    measured = (areas(first)[:, None] > 0) & (areas(second)[None] > 0)
    np.testing.assert_allclose(iou(first, second)[measured], authority(first, second)[measured])


@given(first=some_boxes(), second=some_boxes())
def test_iou_is_a_share_and_the_same_from_both_sides(first, second):
    shares = iou(first, second)
    assert shares.shape == (len(first), len(second))
    assert shares.dtype == np.float32
    assert ((shares >= 0) & (shares <= 1)).all()
    np.testing.assert_array_equal(shares, iou(second, first).T)


@given(some=some_boxes())
def test_clipped_boxes_lie_inside_the_picture_and_never_grow(some):
    inside = clip(some, width=320, height=200)
    assert ((inside >= 0) & (inside <= [320, 200, 320, 200])).all()
    assert (areas(inside) <= areas(some)).all()
    np.testing.assert_array_equal(areas(inside)[:, None], overlaps(some, PICTURE))


PICTURE = boxes((0, 0, 320, 200))
