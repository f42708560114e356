"""Boxes go where the pixels go, and their visible share is told against what was there before."""

import cv2
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from cartvision.augment.draws import Draws, layers_of
from cartvision.augment.policy import read_policy
from cartvision.augment.quads import inside
from cartvision.errors import InputError
from cartvision.vision.boxes import areas
from policies import hole, policy, shift
from shelves import BOXES, HEIGHT, WIDTH

NEAR = 1.0  # pixels
STRONG = [
    pytest.param({"Affine": {"rotate": [20, 20], "p": 1}}, id="turned"),
    pytest.param({"Affine": {"shear": [8, 8], "scale": [0.8, 0.8], "p": 1}}, id="sheared"),
    pytest.param({"Affine": {"translate_percent": [0.1, 0.2], "p": 1}}, id="shifted"),
    pytest.param({"Perspective": {"scale": [0.1, 0.1], "p": 1}}, id="seen from the side"),
    pytest.param(
        {"RandomCropFromBorders": {"crop_left": 0.3, "crop_top": 0.3, "p": 1}}, id="cropped"
    ),
]


def draw(*geometry, boxes=BOXES, occlusion=None, seed=1, pixels=None):
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8) if pixels is None else pixels
    draws = Draws(policy(*geometry, occlusion=occlusion, visible=1e-9, lost=0.99))
    return draws.draw(layers_of(pixels), np.array(boxes, np.float32).reshape(-1, 4), seed=seed)


def around_white(pixels: np.ndarray) -> list[float]:
    """The edge of white lies where it is half grey, somewhere within a pixel."""
    rows, columns = np.nonzero(pixels[..., 0] > 127)
    return [columns.min(), rows.min(), columns.max() + 1, rows.max() + 1]


def test_a_shift_of_nothing_leaves_boxes_where_they_are() -> None:
    drawn = draw(shift(0))
    assert drawn.boxes.tolist() == [list(box) for box in BOXES]
    assert drawn.visible.tolist() == [1, 1, 1]


def test_a_shift_moves_boxes_by_as_much() -> None:
    expected = np.array(BOXES) + np.array([3, 2, 3, 2])
    assert draw(shift(3, 2)).boxes == pytest.approx(expected, abs=1e-3)


def test_what_leaves_the_picture_is_clipped_and_its_share_is_known() -> None:
    drawn = draw(shift(-14), boxes=[(4, 6, 24, 30)])
    assert drawn.boxes[0] == pytest.approx([0, 6, 10, 30], abs=1e-3)
    assert drawn.visible[0] == pytest.approx(0.5)


def test_a_crop_after_a_shift_tells_the_share_of_the_whole_object() -> None:
    """Where each step clips, the second step sees a whole object in what the first one left."""
    crop = {"crop_left": 0.01, "crop_right": 0.01, "crop_top": 0.01, "crop_bottom": 0.01, "p": 1}
    drawn = draw(shift(-14), {"RandomCropFromBorders": crop}, boxes=[(4, 6, 24, 30)])
    assert drawn.visible[0] == pytest.approx(0.5, abs=0.02)


def test_what_two_steps_push_out_and_back_is_seen() -> None:
    assert draw(shift(-50), shift(50)).visible.tolist() == [1, 1, 1]


def test_a_hole_counts_as_unseen() -> None:
    """A hole of half of each side covers some of the picture's tiles, and leaves others alone."""
    tiles = [(x, y, x + 8, y + 8) for x in range(0, WIDTH, 8) for y in range(0, HEIGHT, 8)]
    drawn = draw(occlusion=[hole(0.5)], boxes=tiles)
    assert drawn.visible.min() == 0
    assert drawn.visible.max() == 1
    assert drawn.visible.mean() == pytest.approx(0.75, abs=0.01)


@pytest.mark.parametrize("strong", STRONG)
def test_a_box_ends_where_its_pixels_end(strong) -> None:
    """A white block on black, moved: its box is the one around what is white."""
    left, top, right, bottom = box = (34 * 4, 20 * 4, 62 * 4, 46 * 4)
    pixels = np.zeros((HEIGHT * 4, WIDTH * 4, 3), np.uint8)
    pixels[top:bottom, left:right] = 255
    draws, layers = Draws(policy(strong)), layers_of(pixels)
    for seed in range(10):
        drawn = draws.draw(layers, np.array([box], np.float32), seed=seed)
        assert drawn.boxes[0] == pytest.approx(around_white(draws.pixels(layers, drawn)), abs=NEAR)


@pytest.mark.parametrize("strong", STRONG)
def test_one_warp_is_what_the_library_does_step_by_step(strong) -> None:
    """Up to the rounding of a smooth picture's pixels, away from the border."""
    rng = np.random.default_rng(0)
    pixels = cv2.GaussianBlur(rng.integers(0, 256, (240, 320, 3), dtype=np.uint8), (0, 0), 6)
    draws, layers = Draws(policy(strong)), layers_of(pixels)
    drawn = draws.draw(layers, np.zeros((0, 4), np.float32), seed=3)
    (move,) = drawn.moves
    stock = move.transform.apply(pixels, **move.numbers)
    stock = cv2.resize(stock, (320, 240), interpolation=cv2.INTER_LINEAR)
    apart = np.abs(draws.pixels(layers, drawn).astype(int) - stock)
    assert np.percentile(apart[stock.max(axis=2) > 20], 90) <= 2


def test_a_border_may_repeat_the_last_pixels() -> None:
    white = np.full((HEIGHT, WIDTH, 3), 255, np.uint8)
    for border, expected in ((0, 0), (200, 200), ("edge", 255)):
        draws, layers = Draws(policy(shift(40), border=border)), layers_of(white)
        drawn = draws.draw(layers, np.zeros((0, 4), np.float32), seed=1)
        assert draws.pixels(layers, drawn)[5, 5].tolist() == [expected] * 3


def test_a_leaning_object_is_bounded_where_the_border_cuts_it() -> None:
    leaning = np.array([[[10, 0], [30, 0], [70, 80], [50, 80]]], dtype=np.float32)
    boxes, shares = inside(leaning, width=100, height=40)
    assert boxes[0] == pytest.approx([10, 0, 50, 40])
    assert shares[0] == pytest.approx(0.5)


def test_an_object_outside_has_no_share() -> None:
    away = np.array([[[200, 0], [230, 0], [230, 20], [200, 20]]], dtype=np.float32)
    boxes, shares = inside(away, width=100, height=40)
    assert shares.tolist() == [0]
    assert boxes[0][2] <= 100


@st.composite
def scenes(draw):
    """A picture's size, and boxes with area inside it of up to a sixth of a side."""
    width, height = draw(st.integers(64, 400)), draw(st.integers(64, 400))
    boxes = []
    for _ in range(draw(st.integers(0, 12))):
        wide, tall = draw(st.floats(3, width / 6)), draw(st.floats(3, height / 6))
        left = draw(st.floats(0, width - wide))
        top = draw(st.floats(0, height - tall))
        boxes.append((left, top, left + wide, top + tall))
    return width, height, np.array(boxes, np.float32).reshape(-1, 4)


@pytest.mark.parametrize("name", ["shelf", "product", "bin"])
@given(scene=scenes(), seed=st.integers(0, 2**32))
@settings(deadline=None, max_examples=60)
def test_boxes_stay_inside_and_their_way_back_ends_where_they_began(name, scene, seed) -> None:
    width, height, boxes = scene
    layers = np.zeros((height, width, 4), np.uint8)
    drawn = Draws(read_policy(name)).draw(layers, boxes, seed=seed)
    assume(drawn is not None)
    assert (drawn.boxes[:, :2] >= 0).all()
    assert (drawn.boxes[:, 2:] <= [width, height]).all()
    assert ((drawn.visible >= 0) & (drawn.visible <= 1.001)).all()
    assert (areas(drawn.boxes)[drawn.visible > 0] > 0).all()
    uncut = _uncut(drawn.boxes, width=width, height=height)
    moved = (drawn.boxes[uncut, :2] + drawn.boxes[uncut, 2:]) / 2
    back = np.linalg.inv(drawn.matrix) @ np.vstack([moved.T, np.ones(len(moved))])
    began = (boxes[uncut, :2] + boxes[uncut, 2:]) / 2
    assert pytest.approx(began, abs=1.0) == (back[:2] / back[2]).T


def _uncut(boxes: np.ndarray, *, width: int, height: int) -> np.ndarray:
    return ((boxes[:, :2] > 0) & (boxes[:, 2:] < [width, height])).all(axis=1)


def test_the_transforms_of_a_draw_decide_apart() -> None:
    """Three coins of one half: all outcomes are drawn, not only all or none.

    But three tails: a draw that changes nothing is none.
    """
    coins = [shift(x, p=0.5) for x in (32, 16, 8)]
    draws, layers = Draws(policy(*coins)), np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    box = np.array([[0, 0, 8, 8]], dtype=np.float32)
    drawn = [draws.draw(layers, box, seed=seed) for seed in range(80)]
    lefts = {round(float(one.boxes[0, 0])) for one in drawn if one is not None}
    assert lefts == {8, 16, 24, 32, 40, 48, 56}


def test_what_no_matrix_can_say_is_refused() -> None:
    with pytest.raises(InputError, match="by ElasticTransform; what one matrix can say is: Affine"):
        Draws(policy({"ElasticTransform": {}}))
