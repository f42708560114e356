"""The best and the worst pictures, and how they are drawn."""

import numpy as np
import pytest

from cartvision.data.picture import Product
from cartvision.findings.galleries.extremes import extremes
from cartvision.findings.galleries.tiles import SCORED, scored_picture
from cartvision.vision.drawing import BLUE, GREEN, RED
from evidences import Shot, box, found, gathered, passing

ONE, TWO, THREE = (Product(box(x)) for x in (10, 60, 110))
AWAY = box(300)

PERFECT = found(ONE)
RICHER = found(ONE, TWO, THREE)
HALF = Shot(objects=[ONE, TWO, THREE], boxes=[ONE.bbox, AWAY], scores=[0.9, 0.9])
MISSED = Shot(objects=[ONE])
MISSED_MORE = Shot(objects=[ONE, TWO])
BLANK = Shot()
ALARM = Shot(boxes=[AWAY], scores=[0.9])
UNSHOWN = found(ONE, score=0.1)


@pytest.mark.parametrize(
    ("shots", "best", "worst"),
    [
        pytest.param([HALF, PERFECT, MISSED], [1, 0], [2], id="by F1"),
        pytest.param([PERFECT, RICHER], [1], [0], id="of equal ones the richer is better"),
        pytest.param([MISSED, MISSED_MORE, RICHER, HALF], [2, 3], [1, 0], id="more mistakes"),
        pytest.param([BLANK, PERFECT, BLANK, MISSED], [1], [3], id="blank ones are neither"),
        pytest.param([ALARM, PERFECT], [1], [0], id="an alarm where nothing is"),
        pytest.param([UNSHOWN, PERFECT], [1], [0], id="what is not shown is missed"),
        pytest.param([PERFECT], [0], [], id="one picture"),
        pytest.param([BLANK], [], [], id="nothing at all"),
        pytest.param([PERFECT, MISSED] * 5, [0, 2], [1, 3], id="no more than asked"),
    ],
)
def test_pictures_are_ranked_by_their_own_f1(shots, best, worst):
    told = extremes(gathered(shots), most=2)
    assert (told.best, told.worst) == (best, worst)


def test_found_missed_and_false_are_told_apart_in_a_drawn_picture():
    _, pixels, seen = next(passing([HALF]))
    drawn = scored_picture(pixels, seen=seen, path="a.jpg")
    assert max(drawn.shape[:2]) == SCORED
    scale = SCORED / 400
    for place, colour in ((ONE.bbox, GREEN), (TWO.bbox, RED), (THREE.bbox, RED), (AWAY, BLUE)):
        _, _, right, bottom = (round(side * scale) for side in place)
        around = drawn[bottom - 12 : bottom - 4, right - 3 : right + 4].reshape(-1, 3)
        assert np.abs(around.astype(int) - colour).max(axis=1).min() < 40


def test_a_score_is_written_only_into_a_box_with_room_for_it():
    thin = Product((10, 10, 16, 60))
    wide = Product((100, 10, 140, 60))
    _, pixels, seen = next(passing([found(thin, wide)]))
    drawn = scored_picture(pixels, seen=seen, path="a.jpg")
    scale = SCORED / 400

    def white(box):
        left, top, right, _ = (round(side * scale) for side in box)
        return int((drawn[top + 3 : top + 11, left + 2 : right - 1] > 150).all(axis=2).sum())

    assert white(wide.bbox) > 0 == white(thin.bbox)
