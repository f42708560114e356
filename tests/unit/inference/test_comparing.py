import numpy as np
import pytest

from cartvision.inference.answer import Answer
from cartvision.inference.comparing import Difference, difference

ANSWER = Answer(
    boxes=np.array([[1, 2, 30, 40], [5, 6, 70, 80]], dtype=np.float32),
    scores=np.array([0.9, 0.123456789], dtype=np.float32),
    attributes=np.array([[0.1], [0.7]], dtype=np.float32),
)
EMPTY = Answer(
    boxes=np.zeros((0, 4), dtype=np.float32),
    scores=np.zeros(0, dtype=np.float32),
    attributes=np.zeros((0, 1), dtype=np.float32),
)


def moved(*, boxes: float = 0, scores: float = 0, attributes: float = 0) -> Answer:
    return Answer(ANSWER.boxes + boxes, ANSWER.scores + scores, ANSWER.attributes + attributes)


def turned() -> Answer:
    return Answer(ANSWER.boxes[::-1], ANSWER.scores[::-1], ANSWER.attributes[::-1])


@pytest.mark.parametrize(
    ("answer", "tolerable"),
    [
        pytest.param(ANSWER, True, id="the same"),
        pytest.param(turned(), True, id="the same products in another order"),
        pytest.param(moved(boxes=0.05), True, id="boxes within a tenth of a pixel"),
        pytest.param(moved(scores=5e-5), True, id="scores within a ten-thousandth"),
        pytest.param(moved(attributes=5e-4), True, id="attributes within a thousandth"),
        pytest.param(moved(boxes=0.2), False, id="boxes apart"),
        pytest.param(moved(scores=1e-3), False, id="scores apart"),
        pytest.param(moved(attributes=0.01), False, id="attributes apart"),
        pytest.param(moved(boxes=np.nan), False, id="a box that is not a number"),
        pytest.param(moved(scores=np.nan), False, id="a score that is not a number"),
        pytest.param(EMPTY, False, id="nothing found"),
    ],
)
def test_only_rounding_is_tolerable(answer, tolerable):
    assert difference(answer, expected=ANSWER).tolerable is tolerable


def test_an_empty_answer_equals_itself():
    assert difference(EMPTY, expected=EMPTY).tolerable


def test_a_difference_says_what_is_apart():
    said = str(difference(moved(boxes=0.2), expected=ANSWER))
    assert said.startswith("boxes differ by up to 0.2 px (at most 0.1)")
    assert str(difference(EMPTY, expected=ANSWER)) == "2 products more or fewer"


def test_the_worse_of_two_keeps_what_is_not_a_number():
    broken = Difference(boxes=float("nan"), products=1)
    assert not broken.worse(Difference(products=1)).tolerable
    assert not Difference(products=1).worse(broken).tolerable
