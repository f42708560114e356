import numpy as np
import pytest
import torch

from cartvision.models.letterbox import channels_first, letterbox
from cartvision.train_detector.lessons.mosaic import mosaic
from cartvision.train_detector.lessons.shown import Shown, learnable
from cartvision.train_detector.lessons.windows import Window, draw_window, draw_zoom, whole

NOTHING = np.zeros((0, 4), dtype=np.float32)


def boxes_of(*rows):
    return np.array(rows, dtype=np.float32).reshape(-1, 4)


def kinds_for(boxes):
    return np.arange(len(boxes), dtype=np.int64)


@pytest.mark.parametrize(
    ("height", "width"),
    [
        pytest.param(480, 640, id="landscape"),
        pytest.param(641, 333, id="portrait, odd"),
        pytest.param(50, 70, id="smaller than the frame"),
        pytest.param(96, 96, id="of the frame's size"),
        pytest.param(1, 300, id="a line"),
    ],
)
def test_a_whole_picture_is_shown_as_the_served_model_sees_it(height, width):
    rng = np.random.default_rng(0)
    pixels = rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
    window = whole(width=width, height=height, side=96)
    theirs, back = letterbox(channels_first(torch.from_numpy(pixels)[None]), size=96)
    apart = window.show(pixels) - theirs[0].round().permute(1, 2, 0).numpy()
    assert np.abs(apart).max() <= 1
    assert window.scale * float(back) == pytest.approx(1)


def test_zooms_are_as_likely_in_every_octave():
    rng = np.random.default_rng(0)
    zooms = [draw_zoom(rng, between=(0.25, 4), side=320, typical=40) for _ in range(4000)]
    octaves, _ = np.histogram(np.log2(zooms), bins=[-2, -1, 0, 1, 2])
    assert octaves.sum() == 4000
    assert octaves == pytest.approx(1000, abs=90)


@pytest.mark.parametrize(
    ("side", "typical", "low", "high"),
    [
        pytest.param(640, 40, 0.25, 4, id="all of them"),
        pytest.param(640, 16, 0.5, 4, id="not below 8 pixels"),
        pytest.param(640, 200, 0.25, 2, id="not above 400"),
        pytest.param(320, 160, 0.25, 2, id="not beyond the frame"),
        pytest.param(640, 1, 4, 4, id="too small at any zoom"),
        pytest.param(640, None, 0.25, 4, id="nothing to measure by"),
    ],
)
def test_zooms_keep_products_at_sizes_that_can_be_learnt(side, typical, low, high):
    rng = np.random.default_rng(1)
    zooms = [draw_zoom(rng, between=(0.25, 4), side=side, typical=typical) for _ in range(500)]
    assert min(zooms) == pytest.approx(low, rel=0.05)
    assert max(zooms) == pytest.approx(high, rel=0.05)


@pytest.mark.parametrize("zoom", [0.25, 0.7, 1.0, 1.3, 4.0])
def test_a_window_has_its_zoom_and_lies_where_there_is_something(zoom):
    rng = np.random.default_rng(2)
    for _ in range(200):
        one = draw_window(rng, zoom=zoom, width=400, height=300, side=64, boxes=NOTHING)
        assert one.scale * 400 / 64 == pytest.approx(zoom, rel=0.02)
        left, top, right, bottom = one.place(boxes_of((0, 0, 400, 300)))[0]
        shown = max(min(right, 64) - max(left, 0), 0), max(min(bottom, 64) - max(top, 0), 0)
        wanted = min(64, 64 * zoom), min(64, 48 * zoom)
        assert shown == pytest.approx(wanted, abs=0.6)


def test_places_differ_on_both_sides_of_one():
    for zoom in (0.5, 2.0):
        rng = np.random.default_rng(3)
        places = {
            tuple(
                draw_window(rng, zoom=zoom, width=400, height=300, side=64, boxes=NOTHING).place(
                    boxes_of((0, 0, 9, 9))
                )[0]
            )
            for _ in range(50)
        }
        assert len(places) > 40


def test_a_cut_is_made_around_a_product():
    rng = np.random.default_rng(4)
    products = boxes_of((2, 2, 12, 8), (380, 290, 400, 300))
    held = np.zeros(2)
    for _ in range(200):
        one = draw_window(rng, zoom=8, width=400, height=300, side=64, boxes=products)
        placed = one.place(products)
        middles = (placed[:, :2] + placed[:, 2:]) / 2
        inside = ((middles >= 0) & (middles <= 64)).all(axis=1)
        assert inside.any()
        held += inside
    assert held == pytest.approx(100, abs=30)


def test_a_cut_keeps_the_sharpness_of_the_picture():
    pixels = np.zeros((200, 200, 3), dtype=np.uint8)
    pixels[:, ::2] = 255
    window = Window(side=50, left=20, top=30, taken=50, given=50)
    assert (window.show(pixels) == pixels[30:80, 20:70]).all()


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param((10, 10, 30, 30), (10, 10, 30, 30), id="inside"),
        pytest.param((-10, 10, 30, 30), (0, 10, 30, 30), id="cut at the edge"),
        pytest.param((50, 50, 90, 60), (50, 50, 64, 60), id="a third is left"),
        pytest.param((54, 50, 94, 60), None, id="a quarter is left"),
        pytest.param((10, 10, 13, 40), None, id="narrower than four pixels"),
        pytest.param((70, 10, 90, 40), None, id="outside"),
    ],
)
def test_boxes_are_cut_and_what_is_too_little_is_no_product(given, expected):
    frame = np.full((64, 64, 3), 9, dtype=np.uint8)
    shown = learnable(frame, boxes=boxes_of(given), kinds=np.array([7]))
    assert shown.boxes.tolist() == ([list(expected)] if expected else [])
    assert shown.kinds.tolist() == ([7] if expected else [])
    assert (frame == 9).all()


def test_what_is_too_little_is_painted_over_but_not_what_covers_it():
    frame = np.full((64, 64, 3), 9, dtype=np.uint8)
    shown = learnable(frame, boxes=boxes_of((-30, 10, 8, 40), (4, 20, 30, 30)), kinds=np.arange(2))
    expected = frame.copy()
    expected[10:40, :8] = 114
    expected[20:30, 4:8] = 9
    assert (shown.frame == expected).all()


def test_a_mosaic_holds_four_frames_and_their_boxes():
    quarters = []
    for number in range(4):
        frame = np.zeros((32, 32, 3), dtype=np.uint8)
        frame[8:16, 4:20] = 50 + number
        boxes = boxes_of((4, 8, 20, 16)) if number != 1 else NOTHING
        quarters.append(Shown(frame, boxes, np.full(len(boxes), number)))
    shown = mosaic(quarters)
    assert shown.frame.shape == (64, 64, 3)
    assert shown.kinds.tolist() == [0, 2, 3]
    for kind, box in zip(shown.kinds, shown.boxes.astype(int), strict=True):
        left, top, right, bottom = box
        assert (shown.frame[top:bottom, left:right] == 50 + kind).all()
