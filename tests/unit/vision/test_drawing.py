"""Boxes and words on pictures, looked at pixel by pixel."""

import numpy as np
import pytest

from cartvision.vision.drawing import BLUE, GREEN, INK, RED, contact_sheet, draw_boxes, write

PLAIN = np.full((120, 200, 3), 128, dtype=np.uint8)


def box(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array([[left, top, right, bottom]], dtype=np.float32)


def of_colour(pixels: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """Where the colour is, or nearly: smooth lines mix it with what was there."""
    return (np.abs(pixels.astype(int) - colour) < 20).all(axis=-1)


def test_a_box_is_outlined_at_its_edges_and_empty_inside():
    drawn = of_colour(draw_boxes(PLAIN, box(20, 30, 90, 80)), GREEN)
    assert drawn[50, [20, 90]].all()
    assert drawn[[30, 80], 50].all()
    assert not drawn[33:78, 23:88].any()


def test_the_picture_itself_stays_as_it_was():
    kept = PLAIN.copy()
    kept.setflags(write=False)
    drawn = draw_boxes(kept, box(20, 30, 90, 80), words=["milk"])
    assert not np.array_equal(drawn, kept)
    assert (kept == 128).all()


def test_no_boxes_draw_nothing():
    assert np.array_equal(draw_boxes(PLAIN, np.zeros((0, 4), dtype=np.float32)), PLAIN)


def test_edges_between_pixels_are_rounded():
    rounded = draw_boxes(PLAIN, box(20, 30, 90, 80))
    assert np.array_equal(draw_boxes(PLAIN, box(19.6, 30.4, 90.2, 79.7)), rounded)


def test_outlines_are_thicker_on_larger_pictures():
    large = np.full((1500, 2000, 3), 128, dtype=np.uint8)
    drawn = draw_boxes(large, box(200, 300, 900, 800), colour=RED)
    assert of_colour(drawn, RED)[500, 190:210].sum() >= 3


@pytest.mark.parametrize(
    "edges",
    [
        pytest.param((-30, -30, 260, 160), id="past every side"),
        pytest.param((300, 300, 400, 400), id="beside the picture"),
        pytest.param((50, 0, 90, 20), id="at the top, where words find no room above"),
    ],
)
def test_a_box_anywhere_is_drawn_without_an_error(edges):
    assert draw_boxes(PLAIN, box(*edges), words=["milk 98"]).shape == PLAIN.shape


def test_words_stand_above_their_box_in_its_colour():
    edges = box(20, 60, 120, 100)
    drawn = draw_boxes(PLAIN, edges, colour=BLUE, words=["milk"])
    plate = (drawn != draw_boxes(PLAIN, edges, colour=BLUE)).any(axis=-1)
    rows, columns = np.nonzero(plate)
    assert (columns.min(), rows.max()) == (20, 60)
    assert rows.min() > 40
    assert of_colour(drawn, BLUE)[plate].mean() > 0.3
    assert of_colour(drawn, (255, 255, 255))[plate].any()


def test_words_that_find_no_room_above_stay_in_the_picture():
    canvas = PLAIN.copy()
    write(canvas, "milk", left=10, top=0)
    rows, _ = np.nonzero(of_colour(canvas, INK))
    assert rows.min() == 0
    assert rows.max() >= 8


@pytest.mark.parametrize(
    ("left", "top", "seen"),
    [
        pytest.param(-20, 40, True, id="past the left"),
        pytest.param(190, 40, True, id="past the right"),
        pytest.param(10, 200, False, id="below"),
        pytest.param(300, 40, False, id="beside"),
        pytest.param(-500, 40, False, id="far to the left"),
    ],
)
def test_words_past_an_edge_are_cut_there(left, top, seen):
    canvas = PLAIN.copy()
    write(canvas, "milk 98", left=left, top=top)
    assert (canvas != PLAIN).any() == seen


def test_words_that_are_written_twice_look_the_same():
    first, second = PLAIN.copy(), PLAIN.copy()
    write(first, "milk", left=10, top=40)
    first[:] = 0
    write(first, "milk", left=10, top=40)
    write(second, "milk", left=10, top=40)
    plate = (second != PLAIN).any(axis=-1)
    assert (first[plate] == second[plate]).all()


def squares(count: int) -> list[np.ndarray]:
    return [np.full((40, 40, 3), 10 * number, dtype=np.uint8) for number in range(count)]


@pytest.mark.parametrize(
    ("count", "columns", "size"),
    [
        pytest.param(6, 3, (128, 192), id="whole rows"),
        pytest.param(7, 3, (192, 192), id="a row begun"),
        pytest.param(2, 4, (64, 256), id="fewer than columns"),
    ],
)
def test_a_sheet_has_a_tile_for_every_picture(count, columns, size):
    sheet = contact_sheet(squares(count), columns=columns, tile=64)
    assert sheet.shape == (*size, 3)
    middles = sheet[32::64, 32::64].reshape(-1, 3)
    assert middles[:count, 0].tolist() == [10 * number for number in range(count)]
    assert (middles[count:] == 245).all()


@pytest.mark.parametrize(
    ("shape", "shown"),
    [
        pytest.param((100, 50), (56, 28), id="tall"),
        pytest.param((20, 40), (28, 56), id="wide, made larger"),
        pytest.param((1000, 2), (56, 1), id="a thread"),
    ],
)
def test_a_picture_keeps_its_form_in_its_tile(shape, shown):
    sheet = contact_sheet([np.zeros((*shape, 3), dtype=np.uint8)], columns=1, tile=64)
    rows, columns = np.nonzero(of_colour(sheet, (0, 0, 0)))
    assert (np.ptp(rows) + 1, np.ptp(columns) + 1) == shown
