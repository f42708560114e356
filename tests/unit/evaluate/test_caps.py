"""A limit on answers that is below the number of objects, told or hidden."""

import numpy as np
import pytest

from cartvision.evaluate.doubts.caps import Caps


def alarms(pictures, *, most):
    caps = Caps(most)
    for number, (answers, objects) in enumerate(pictures):
        caps.update(answers=answers, objects=objects, path=f"{number}.jpg")
    return caps.alarms()


def test_more_objects_than_answers_are_told_with_the_best_recall():
    (alarm,) = alarms([(300, 400), (300, 350), (120, 100), (60, 50)], most=300)
    assert (alarm.kind, alarm.fatal) == ("cap", False)
    assert alarm.text == (
        "the model never answers with more than 300 products, and 2 of 4 pictures hold more, up to "
        "400: the best recall within reach is 0.833; export it with a higher limit"
    )
    assert alarm.pictures == ("0.jpg", "1.jpg")


def test_a_plateau_below_what_the_model_says_is_told():
    pictures = [(100, 180), (100, 150), (100, 120), (100, 90), (70, 60), (40, 30)]
    (alarm,) = alarms(pictures, most=300)
    assert (alarm.kind, alarm.fatal) == ("plateau", False)
    assert alarm.text == (
        "the model says that it answers with up to 300 products, and stops at 100: 4 crowded "
        "pictures, of 90 to 180 objects, have 100 answers each; the best recall within reach is "
        "0.762: look for a limit on candidates before suppression, or on queries"
    )
    assert alarm.pictures == ("0.jpg", "1.jpg", "2.jpg", "3.jpg")


def test_candidates_that_run_out_before_suppression_are_told():
    """What is left of 1,000 candidates differs a little from picture to picture."""
    crowded = [(205, 300), (198, 280), (201, 260), (203, 240), (196, 220), (207, 340)]
    (alarm,) = alarms([*crowded, (90, 80), (55, 50)], most=1000)
    assert "stops at 207: 6 crowded pictures, of 220 to 340 objects, have 196 to 207" in alarm.text


@pytest.mark.parametrize(
    "pictures",
    [
        pytest.param([], id="no pictures"),
        pytest.param([(0, 50)] * 5, id="no answers"),
        pytest.param([(3, 3)] * 5, id="always the same shelf"),
        pytest.param([(60, 60)] * 5, id="a full shelf of the same number"),
        pytest.param(
            [(300, 200), (300, 180), (300, 150)], id="the limit itself, above the objects"
        ),
        pytest.param([(10 + n // 4, 50 + n) for n in range(40)], id="few are found"),
    ],
)
def test_without_a_limit_nothing_is_told(pictures):
    assert alarms(pictures, most=300) == []


def test_random_counts_raise_nothing():
    """Models that find a share of the products and some false ones beside."""
    told = 0
    for seed in range(400):
        rng = np.random.default_rng(seed)
        objects = rng.integers(1, rng.integers(20, 260), size=int(rng.integers(3, 120)))
        right = rng.binomial(objects, rng.uniform(0.1, 1))
        answers = right + rng.poisson(rng.uniform(0, 40), len(objects))
        told += bool(alarms(zip(answers.tolist(), objects.tolist(), strict=True), most=400))
    assert told == 0
