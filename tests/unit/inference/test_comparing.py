from dataclasses import replace

import numpy as np
import pytest

from cartvision.inference.answer import Answer
from cartvision.inference.comparing import Difference, difference

ANSWER = Answer(
    boxes=np.array([[1, 2, 30, 40], [5, 6, 70, 80]], dtype=np.float32),
    scores=np.array([0.9, 0.123456789], dtype=np.float32),
    attributes=np.array([[0.1], [0.7]], dtype=np.float32),
    classes=np.array([3, 5]),
)
EMPTY = Answer(
    boxes=np.zeros((0, 4), dtype=np.float32),
    scores=np.zeros(0, dtype=np.float32),
    attributes=np.zeros((0, 1), dtype=np.float32),
)


def moved(*, boxes: float = 0, scores: float = 0, attributes: float = 0) -> Answer:
    return replace(
        ANSWER,
        boxes=ANSWER.boxes + boxes,
        scores=ANSWER.scores + scores,
        attributes=ANSWER.attributes + attributes,
    )


def rows(*chosen: int, of: Answer = ANSWER) -> Answer:
    rows = list(chosen)
    return Answer(of.boxes[rows], of.scores[rows], of.attributes[rows], of.classes[rows])


def turned() -> Answer:
    return rows(1, 0)


def classed(*classes: int) -> Answer:
    return replace(ANSWER, classes=np.array(classes))


def twice() -> Answer:
    """One box that holds two classes."""
    return replace(ANSWER, boxes=ANSWER.boxes[[0, 0]])


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
        pytest.param(classed(3, 3), False, id="one of another class"),
        pytest.param(classed(5, 3), False, id="classes changed places"),
    ],
)
def test_only_rounding_is_tolerable(answer, tolerable):
    assert difference(answer, expected=ANSWER).tolerable is tolerable


def categorised(*wrong: int, count: int = 100, certainty: float = 0.8) -> Answer:
    """Products in a row, of one category but for some."""
    lefts = np.arange(count, dtype=np.float32)[:, None] * 10
    return Answer(
        boxes=lefts + np.array([0, 0, 8, 8], dtype=np.float32),
        scores=np.full(count, 0.9, dtype=np.float32),
        attributes=np.zeros((count, 0), dtype=np.float32),
        categories=tuple("" if row in wrong else "Drinks" for row in range(count)),
        certainty=np.full(count, certainty, dtype=np.float32),
    )


@pytest.mark.parametrize(
    ("answer", "tolerable"),
    [
        pytest.param(categorised(), True, id="the same"),
        pytest.param(categorised(3, 70), True, id="two in a hundred are only just sure enough"),
        pytest.param(categorised(3, 40, 70), False, id="more than that"),
        pytest.param(categorised(certainty=0.803), True, id="as surely, within the tolerance"),
        pytest.param(categorised(certainty=0.81), False, id="more surely"),
    ],
)
def test_a_category_may_differ_only_where_it_is_just_sure_enough(answer, tolerable):
    assert difference(answer, expected=categorised()).tolerable is tolerable


def test_a_difference_says_how_many_categories_are_others():
    said = str(difference(categorised(1, 2, 3), expected=categorised()))
    assert said == "3 of 100 products are of another category"


def test_two_classes_of_one_box_are_told_apart_in_any_order():
    again = rows(1, 0, of=twice())
    assert difference(again, expected=twice()).tolerable
    strange = replace(again, classes=np.array([5, 5]))
    assert difference(strange, expected=twice()).classes == 1


def test_a_class_that_is_the_only_one_need_not_be_told():
    told, untold = classed(0, 0), replace(ANSWER, classes=np.zeros((), dtype=np.int64))
    assert difference(told, expected=untold).tolerable


def test_an_empty_answer_equals_itself():
    assert difference(EMPTY, expected=EMPTY).tolerable


def test_a_difference_says_what_is_apart():
    said = str(difference(moved(boxes=0.2), expected=ANSWER))
    assert said.startswith("boxes differ by up to 0.2 px (at most 0.1)")
    said = str(difference(classed(3, 3), expected=ANSWER))
    assert said == "1 of 2 products are of another class"
    assert str(difference(EMPTY, expected=ANSWER)) == "2 products more or fewer"


def test_the_worse_of_two_keeps_what_is_not_a_number():
    broken = Difference(boxes=float("nan"), products=1)
    assert not broken.worse(Difference(products=1)).tolerable
    assert not Difference(products=1).worse(broken).tolerable


def test_the_worse_of_two_counts_the_strange_classes_of_both():
    both = Difference(classes=1, products=2).worse(Difference(classes=2, products=3))
    assert (both.classes, both.products) == (3, 5)
    assert not both.tolerable
