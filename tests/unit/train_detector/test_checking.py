"""A detector in memory, judged on a few pictures."""

from dataclasses import replace

import numpy as np
import pytest

from cartvision.data.picture import Product
from cartvision.data.reader import open_dataset
from cartvision.errors import InputError
from cartvision.evidence.tables import NEVER
from cartvision.inference.live import LiveDetector
from cartvision.inference.open import open_predictor
from cartvision.models.card import read_card
from cartvision.models.detectors.open import load_detector
from cartvision.train_detector.checking import (
    BATCH,
    CHECKED,
    check,
    gathered,
    in_batches,
    pictures_to_check,
)
from cartvision.vision.codec import decode
from shelves import picture, write_dataset


@pytest.fixture(scope="module")
def detector(trained):
    return load_detector(trained.detector)


def test_a_check_tells_the_figures_that_need_no_threshold(trained, detector):
    pictures = pictures_to_check(open_dataset(trained.dataset))
    told = check(detector, pictures=pictures)
    assert list(told) == list(CHECKED)
    card = read_card(trained.detector).metrics
    assert told == {name: pytest.approx(card[name]) for name in CHECKED}


def test_a_detector_in_memory_answers_as_its_folder_does(trained, detector):
    pixels = decode(picture(0).encoded)
    live, written = LiveDetector(detector), open_predictor([trained.detector])
    ours, theirs = live.predict([pixels])[0], written.predict([pixels])[0]
    assert len(ours.boxes)
    for name in ("boxes", "scores", "attributes", "classes"):
        assert np.array_equal(getattr(ours, name), getattr(theirs, name)), name
    assert (live.classes, live.min_score) == (written.classes, written.min_score)


def test_answers_in_a_batch_are_those_one_by_one(detector):
    pictures = [picture(seed) for seed in range(3)]
    together = gathered(detector, pictures).detections
    alone = [gathered(detector, [one]).detections for one in pictures]
    assert len(together.score)
    expected = np.concatenate([one.score for one in alone])
    assert together.score == pytest.approx(expected, abs=1e-5)


def test_products_of_a_class_are_judged_as_such(trained):
    """The deepest class that a category lies in is the object's."""
    detector = load_detector(trained.detector)
    detector.config.classes = ["Drinks", "Food"]
    drink, food = (
        replace(picture(0), objects=tuple(replace(p, category=name) for p in picture(0).objects))
        for name in ("Drinks > Soda", "Food > Chips")
    )
    as_drinks, as_foods = gathered(detector, [drink]).objects, gathered(detector, [food]).objects
    assert (as_drinks.score > NEVER).all()
    assert (as_foods.score == NEVER).all()
    assert as_foods.kind.tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("sides", "expected"),
    [
        pytest.param([100] * (BATCH + 1), [BATCH, 1], id="as many as a batch holds"),
        pytest.param([3000, 2000, 2000, 4000], [2, 1, 1], id="as many pixels as fit"),
        pytest.param([9000, 10], [1, 1], id="a huge one alone"),
        pytest.param([], [], id="none"),
    ],
)
def test_batches_are_bounded_in_number_and_pixels(sides, expected):
    pictures = [replace(picture(0), width=side, height=10) for side in sides]
    batches = list(in_batches(pictures))
    assert [len(batch) for batch in batches] == expected
    assert [one for batch in batches for one in batch] == pictures


def test_the_same_few_pictures_are_checked_in_every_run(tmp_path):
    rows = [(picture(seed), "val") for seed in range(6)]
    for name, given in (("a", rows), ("b", rows[::-1])):
        write_dataset(tmp_path / name, given)
    first, second = (
        [one.path for one in pictures_to_check(open_dataset(tmp_path / name), most=3)]
        for name in ("a", "b")
    )
    assert first == second
    assert len(first) == 3


@pytest.mark.parametrize(
    "objects",
    [
        pytest.param((), id="nothing at all"),
        pytest.param((Product((0, 0, 90, 60), crowd=True),), id="a crowd alone"),
    ],
)
def test_pictures_without_a_product_check_nothing(tmp_path, objects):
    dataset = write_dataset(tmp_path / "d", [(picture(0, products=objects), "val")])
    with pytest.raises(InputError, match="no product is labelled in the 1 val pictures"):
        pictures_to_check(dataset)
