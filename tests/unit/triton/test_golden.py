import numpy as np
import pytest

from cartvision.inference.answer import Answer
from cartvision.triton.golden import difference, golden_answer

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


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        pytest.param(ANSWER, "", id="the same"),
        pytest.param(moved(boxes=0.05), "", id="boxes within a tenth of a pixel"),
        pytest.param(moved(scores=5e-5), "", id="scores within a ten-thousandth"),
        pytest.param(moved(boxes=0.2), "boxes differ by 0.2", id="boxes apart"),
        pytest.param(moved(scores=1e-3), "scores differ by 0.001", id="scores apart"),
        pytest.param(moved(attributes=0.01), "attributes differ by 0.01", id="attributes apart"),
        pytest.param(moved(boxes=np.nan), "boxes differ by nan", id="not a number"),
        pytest.param(EMPTY, "0 products instead of 2", id="nothing found"),
    ],
)
def test_a_difference_is_put_in_words(answer, said):
    found = difference(answer, expected=golden_answer(ANSWER))
    assert found.startswith(said)
    assert bool(found) == bool(said)


def test_an_empty_answer_equals_itself():
    assert difference(EMPTY, expected=golden_answer(EMPTY)) == ""
