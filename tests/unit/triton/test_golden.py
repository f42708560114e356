from dataclasses import replace

import numpy as np

from cartvision.inference.answer import Answer
from cartvision.inference.comparing import difference
from cartvision.triton.golden import GoldenAnswer, as_answer, golden_answer

ANSWER = Answer(
    boxes=np.array([[1, 2, 30, 40], [5, 6, 70, 80]], dtype=np.float32),
    scores=np.array([0.9, 0.123456789], dtype=np.float32),
    attributes=np.array([[0.1], [0.7]], dtype=np.float32),
    classes=np.array([1, 0]),
    categories=("Drinks > Soda", ""),
    certainty=np.array([0.87654321, 0], dtype=np.float32),
)
EMPTY = Answer(
    boxes=np.zeros((0, 4), dtype=np.float32),
    scores=np.zeros(0, dtype=np.float32),
    attributes=np.zeros((0, 1), dtype=np.float32),
)


def test_a_golden_answer_is_rounded_far_below_the_tolerance():
    kept = difference(as_answer(golden_answer(ANSWER)), expected=ANSWER)
    assert kept.tolerable
    assert 0 < kept.scores < 1e-5


def test_a_golden_answer_keeps_the_classes():
    assert as_answer(golden_answer(ANSWER)).classes.tolist() == [1, 0]
    one_class = replace(ANSWER, classes=np.zeros((), dtype=np.int64))
    assert as_answer(golden_answer(one_class)).classes.tolist() == [0, 0]


def test_a_golden_answer_keeps_the_categories():
    kept = as_answer(golden_answer(ANSWER))
    assert kept.categories == ANSWER.categories
    assert 0 < difference(kept, expected=ANSWER).certainty < 1e-5


def test_a_golden_answer_from_before_categories_were_told_is_read():
    former = golden_answer(replace(ANSWER, categories=(), certainty=np.zeros(2, np.float32)))
    read = GoldenAnswer.model_validate(former.model_dump(exclude={"categories", "certainty"}))
    assert as_answer(read).categories == ()
    assert as_answer(read).sureness.tolist() == [0, 0]


def test_an_empty_golden_answer_stays_empty():
    assert difference(as_answer(golden_answer(EMPTY)), expected=EMPTY).tolerable
