"""Slices, the order of attributes and the gallery."""

import io

import numpy as np
import pytest
from PIL import Image

from cartvision.evaluate.alignment import Alignment
from cartvision.evaluate.gallery import TILE, Gallery
from cartvision.evaluate.slices import SideBands, count_band
from cartvision.metrics.matching import match
from cartvision.metrics.values import Found, Truth
from cartvision.vision.drawing import BLUE, GREEN, RED


def boxes(count, side=10):
    corners = [[20.0 * n, 0, 20.0 * n + side, side] for n in range(count)]
    return np.array(corners, np.float32).reshape(-1, 4)


@pytest.mark.parametrize(
    ("count", "band"),
    [
        pytest.param(0, "0", id="an empty picture"),
        pytest.param(1, "1–25", id="one"),
        pytest.param(25, "1–25", id="the last of a band"),
        pytest.param(26, "26–50", id="the first of the next"),
        pytest.param(200, "101–200", id="a full shelf"),
        pytest.param(201, "201 and more", id="past every edge"),
    ],
)
def test_a_picture_falls_into_one_band(count, band):
    assert count_band(Truth(boxes(count))) == f"objects in the picture: {band}"


def test_recall_by_size_counts_the_objects_that_are_found():
    truth = Truth(np.vstack([boxes(2), boxes(1, side=100)]).astype(np.float32))
    found = Found(truth.boxes[:2], np.array([0.9, 0.2], np.float32))
    sides = SideBands()
    sides.update(truth, matches=match(found, truth=truth), shown=found.scores >= 0.5)
    told = sides.compute()
    small, large = told["side of the box: below 16 px"], told["side of the box: 64–128 px"]
    assert (small.recall, small.reach, small.objects) == (0.5, 1.0, 2)
    assert (large.recall, large.reach, large.objects) == (0.0, 0.0, 1)
    assert len(told) == 2


def test_attributes_are_brought_into_the_order_of_the_dataset():
    aligned = Alignment(labelled=["red", "open"], known=["open", "red"])
    assert aligned.probabilities(np.array([[0.1, 0.9]], np.float32)).tolist() == [
        pytest.approx([0.9, 0.1])
    ]
    assert aligned.thresholds([0.3, 0.6]) == [0.6, 0.3]


def test_an_attribute_that_the_model_does_not_know_is_never_said():
    aligned = Alignment(labelled=["red", "open"], known=["open", "torn"])
    probabilities = aligned.probabilities(np.array([[1.0, 1.0]], np.float32))
    assert (probabilities >= aligned.thresholds([0.5, 0.5])).tolist() == [[False, True]]


def shown_in(gallery):
    return np.asarray(Image.open(io.BytesIO(gallery.sheet())))


def consider(gallery, *, truth, found, pixels):
    side = Found(found, np.full(len(found), 0.9, np.float32))
    matches = match(side, truth=Truth(truth))
    shown = side.scores >= 0.5
    gallery.consider(pixels, truth=Truth(truth), found=side, matches=matches, shown=shown)


def test_found_missed_and_false_are_drawn_in_their_colours():
    gallery, pixels = Gallery(), np.full((640, 640, 3), 255, np.uint8)
    truth = np.array([[50, 100, 150, 300], [250, 100, 350, 300]], np.float32)
    found = np.array([[52, 100, 150, 300], [450, 400, 550, 600]], np.float32)
    consider(gallery, truth=truth, found=found, pixels=pixels)
    middles = {(50, 200): GREEN, (250, 200): RED, (450, 500): BLUE}
    sheet = shown_in(gallery)
    for place, colour in middles.items():
        x, y = (4 + round(side * (TILE - 8) / 640) for side in place)
        near = sheet[y - 4 : y + 4, x - 4 : x + 4].reshape(-1, 3).astype(int)
        away = {other: np.abs(near - other).sum(axis=1).min() for other in middles.values()}
        assert min(away, key=away.__getitem__) == colour


def test_the_most_mistakes_come_first_and_only_six_are_kept():
    gallery = Gallery()
    for missed in (1, 5, 0, 3, 7, 2, 6, 4):
        pixels = np.full((160, 160, 3), 10 + 20 * missed, np.uint8)
        consider(gallery, truth=boxes(missed), found=boxes(0), pixels=pixels)
    sheet = shown_in(gallery)
    tile = sheet.shape[1] // 2
    middles = [
        sheet[row * tile + tile // 2, column * tile + tile // 2, 0]
        for row in range(3)
        for column in range(2)
    ]
    assert [(int(grey) - 10) // 20 for grey in middles] == [7, 6, 5, 4, 3, 2]
