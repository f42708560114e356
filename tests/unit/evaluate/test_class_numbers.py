"""Class numbers that are off by one, and models that are merely wrong."""

import numpy as np
import pytest

from cartvision.evaluate.doubts.class_numbers import ClassNumbers
from cartvision.metrics.values import Found, Truth

GRID = np.array([(x, y, x + 8, y + 8) for y in range(0, 100, 10) for x in range(0, 100, 10)])
BOXES = GRID.astype(np.float32)


def alarms(true, told, *, boxes=BOXES):
    """Of answers that lie on every object."""
    numbers = ClassNumbers()
    scores = np.linspace(1, 0.1, len(told), dtype=np.float32)
    truth = Truth(BOXES[: len(true)], classes=np.array(true))
    numbers.update(Found(boxes[: len(told)], scores, np.array(told)), truth=truth)
    return numbers.alarms()


@pytest.mark.parametrize(
    ("shift", "undone"),
    [pytest.param(1, "-1", id="one more"), pytest.param(-1, "+1", id="one less")],
)
def test_numbers_that_are_off_by_one_are_fatal(shift, undone):
    true = np.arange(100) % 5
    told = true + shift
    told[:10] = 3  # and some are wrong
    (alarm,) = alarms(true, told)
    assert (alarm.kind, alarm.fatal) == ("class-numbers", True)
    assert alarm.text == (
        "the answers' class numbers are off by one: 92 % of the 100 products whose boxes match "
        f"have the answer's number if it is taken {undone}, and 2 % as it is (mean of the "
        "classes); give both sides the same list of classes, with or without a background class"
    )


@pytest.mark.parametrize(
    ("true", "told"),
    [
        pytest.param(np.arange(100) % 5, np.arange(100) % 5, id="right"),
        pytest.param(np.arange(100) % 2, 1 - np.arange(100) % 2, id="two classes exchanged"),
        pytest.param(np.arange(100) // 95, np.ones(100, int), id="always the same, mostly next"),
        pytest.param(np.zeros(100, int), np.ones(100, int), id="one class"),
        pytest.param(np.zeros((), int), np.ones((), int), id="no classes at all"),
        pytest.param(np.arange(10) % 5, np.arange(10) % 5 + 1, id="too few to tell"),
        pytest.param(np.arange(100) % 3, np.minimum(np.arange(100) % 3 + 1, 2), id="one size up"),
    ],
)
def test_other_mistakes_are_the_figures_to_tell(true, told):
    numbers = ClassNumbers()
    shown = len(np.atleast_1d(true)) if np.ndim(true) else len(BOXES)
    scores = np.ones(shown, np.float32)
    numbers.update(
        Found(BOXES[:shown], scores, told), truth=Truth(BOXES[:shown], classes=np.asarray(true))
    )
    assert numbers.alarms() == []


def test_random_classes_raise_nothing():
    for seed in range(300):
        rng = np.random.default_rng(seed)
        classes = int(rng.integers(1, 9))
        skew = rng.dirichlet(np.full(classes, 0.5))
        true = rng.choice(classes, 60, p=skew)
        assert alarms(true, rng.integers(0, classes, 60)) == []
        assert alarms(true, rng.choice(classes, 60, p=skew)) == []


def test_boxes_that_lie_on_nothing_say_nothing():
    true = np.arange(100) % 5
    assert alarms(true, true + 1, boxes=BOXES + 500) == []
