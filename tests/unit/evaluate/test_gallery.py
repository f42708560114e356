"""The worst mistakes are kept and drawn, whatever the number of pictures that pass by."""

import io

import numpy as np
import pytest
from PIL import Image

from cartvision.data.picture import Product
from cartvision.evaluate.galleries.gallery import A_PICTURE, CROPS, Gallery
from cartvision.evaluate.galleries.keeping import Best
from cartvision.findings.galleries.mistakes import mistakes_of
from cartvision.findings.galleries.sheet import GAP
from cartvision.findings.galleries.tiles import CROP, PICTURE, STRIP
from cartvision.vision.drawing import BLUE, GREEN, RED
from evidences import Shot, box, found, passing

LARGE, SMALL = (40, 40, 140, 140), (200, 40, 240, 80)


def seen(shots, **told):
    gallery = Gallery()
    for picture, pixels, one in passing(shots, **told):
        gallery.consider(picture, pixels=pixels, seen=one)
    return gallery


def shown(sheet):
    with Image.open(io.BytesIO(sheet)) as picture:
        assert picture.format == "JPEG"
        return np.asarray(picture.convert("RGB")).astype(int)


def nearest(pixels):
    """Whichever of the three colours is met in this patch."""
    away = {
        name: np.abs(pixels.reshape(-1, 3) - colour).sum(axis=1).min()
        for name, colour in {"found": GREEN, "missed": RED, "false": BLUE}.items()
    }
    return min(away, key=away.__getitem__)


def greys(sheet, *, columns, size):
    """What each tile shows at a place that nothing is drawn on."""
    wide, high = size[0] + GAP, size[1] + GAP
    pixels = shown(sheet)
    return [
        round(pixels[top + size[0] - 6, left + 5].mean())
        for top in range(0, pixels.shape[0] - high + 1, high)
        for left in range(0, columns * wide, wide)
    ]


def tiles(sheet):
    """The greys of a sheet of crops, without the white of a last row that is not full."""
    return [grey for grey in greys(sheet, columns=6, size=(CROP, CROP + STRIP)) if grey < 250]


def missing(grey, *boxes):
    return Shot([Product(one) for one in boxes], grey=grey)


def alarm(grey, score, count=1):
    return Shot(
        boxes=[box(60 * n + 20, 100) for n in range(count)], scores=[score] * count, grey=grey
    )


def test_found_missed_and_false_are_drawn_in_their_colours():
    shot = Shot(
        [Product((50, 100, 150, 300)), Product((250, 100, 350, 300))],
        boxes=[(52, 100, 150, 300), (450, 400, 550, 600)],
        scores=[0.9, 0.9],
        width=640,
        height=640,
        grey=255,
    )
    sheet = shown(seen([shot]).mistakes())
    middles = {(50, 200): "found", (250, 200): "missed", (450, 500): "false"}
    for place, name in middles.items():
        x, y = (round(side * PICTURE / 640) for side in place)
        assert nearest(sheet[y - 4 : y + 5, x - 4 : x + 5]) == name


def test_the_six_pictures_with_the_most_mistakes_come_first():
    boxes = [box(25 * n + 5, side=15) for n in range(8)]
    shots = [
        Shot([Product(one) for one in boxes[:count]], grey=10 + 25 * count, width=300, height=300)
        for count in (1, 5, 0, 3, 7, 2, 6, 4)
    ]
    told = greys(seen(shots).mistakes(), columns=2, size=(PICTURE, PICTURE))
    assert [round((grey - 10) / 25) for grey in told] == [7, 6, 5, 4, 3, 2]


def test_without_a_mistake_there_is_nothing_to_see():
    gallery = seen([found(Product(LARGE)), Shot()])
    assert [gallery.mistakes(), gallery.false_alarms(), gallery.misses()] == [None] * 3


def test_the_surest_false_alarms_come_first():
    gallery = seen([alarm(60, 0.6), alarm(120, 0.9), alarm(180, 0.4), alarm(200, 0.7)])
    assert tiles(gallery.false_alarms()) == pytest.approx([120, 200, 60], abs=3)
    assert gallery.misses() is None


def test_what_is_not_shown_is_no_false_alarm():
    assert seen([alarm(60, 0.4)]).false_alarms() is None


def test_what_no_score_finds_is_missed_worst_and_the_larger_before_the_smaller():
    low = Shot([Product(LARGE)], boxes=[LARGE], scores=[0.3], grey=200)
    gallery = seen([low, missing(60, SMALL), missing(120, LARGE)])
    assert tiles(gallery.misses()) == pytest.approx([120, 60, 200], abs=3)


def test_a_crowd_and_an_object_of_unknown_class_are_not_missed():
    crowd = Shot([Product(LARGE, crowd=True)])
    unknown = Shot([Product(LARGE, category="tin")])
    assert seen([crowd, unknown], classes=["can", "box"]).misses() is None


def test_one_picture_fills_no_gallery_alone():
    shots = [alarm(60, 0.99, count=6), alarm(120, 0.6)]
    assert tiles(seen(shots).false_alarms()) == pytest.approx([60] * A_PICTURE + [120], abs=3)


def test_a_sheet_has_room_for_so_many_crops():
    sheet = seen([alarm(100, 0.6)] * (CROPS + 9)).false_alarms()
    assert len(tiles(sheet)) == CROPS


@pytest.mark.parametrize(
    "place",
    [
        pytest.param((150, 100, 250, 200), id="in the middle"),
        pytest.param((0, 0, 30, 20), id="in a corner"),
        pytest.param((395, 290, 400, 300), id="tiny, in the other corner"),
        pytest.param((0, 0, 400, 300), id="as large as the picture"),
    ],
)
def test_the_box_of_a_miss_is_drawn_wherever_it_stands(place):
    crop = shown(seen([missing(90, place)]).misses())[:CROP, :CROP]
    assert nearest(crop) == "missed"
    assert np.abs(crop - RED).sum(axis=-1).min() < 120


def test_the_score_that_reached_a_miss_is_known():
    shot = Shot([Product(LARGE), Product(SMALL)], boxes=[LARGE], scores=[0.25])
    ((_, _, one),) = passing([shot])
    assert mistakes_of(one).reached.tolist() == [0.25, -1.0]


def test_the_same_pictures_give_the_same_bytes():
    shots = [alarm(60, 0.6), missing(120, LARGE), missing(130, LARGE), alarm(70, 0.6)]
    first, second = seen(shots), seen(shots)
    assert first.misses() == second.misses()
    assert first.false_alarms() == second.false_alarms()
    assert first.mistakes() == second.mistakes()


def test_of_equal_ranks_the_earlier_stays_and_nothing_else_is_made():
    made = []

    def make(name):
        made.append(name)
        return name

    best = Best(2)
    for name, rank in (("a", 1), ("b", 1), ("c", 1), ("d", 2), ("e", 0)):
        best.offer((rank,), lambda name=name: make(name))
    assert best.ordered() == ["d", "a"]
    assert made == ["a", "b", "d"]
