"""What is rare among known labels counts more, and is shown more often."""

import numpy as np
import pytest

from cartvision.data.picture import NA
from cartvision.train_attributes.imbalance.rarity import MOST_WEIGHT, rarity
from cartvision.train_attributes.imbalance.sampling import repeat_factors


def column(values):
    return np.array(values, np.int8)[:, None]


@pytest.mark.parametrize(
    ("values", "weight"),
    [
        pytest.param([1, 0, NA, NA], 1.0, id="as many of each"),
        pytest.param([1, 0, 0, 0, 0], 2.0, id="one in five"),
        pytest.param([1, 0, 0, 0, 0, NA, NA, NA], 2.0, id="unknown ones do not count"),
        pytest.param([1] * 9 + [0], 1.0, id="common"),
        pytest.param([1] + [0] * 500, MOST_WEIGHT, id="very rare"),
        pytest.param([0] * 9, 3.0, id="no positive, as if there were one"),
        pytest.param([NA, NA], 1.0, id="nothing is known"),
    ],
)
def test_a_positive_counts_by_its_rarity_among_known_labels(values, weight):
    assert rarity(column(values)).tolist() == pytest.approx([weight])


def test_what_a_phase_shows_more_often_needs_less_weight():
    labels, shown = column([1, 0, 0, 0, 0, NA]), np.array([4.0, 1, 1, 1, 1, 9])
    assert rarity(labels, shown=shown).tolist() == [1.0]


@pytest.mark.parametrize(
    ("labels", "categories", "factors"),
    [
        pytest.param(
            [[1, 1], [1, 0], [0, 0], [1, 0]],
            [NA] * 4,
            [2**0.5, 1, 1, 1],
            id="by its rarest attribute",
        ),
        pytest.param(
            [[0, 0]] * 4, [7, 7, 7, 3], [1, 1, 1, 2**0.5], id="by its category, where it is rare"
        ),
        pytest.param(
            [[1, 0], [0, 0], [0, 0], [0, 0]],
            [3, 7, 7, 7],
            [2**0.5, 1, 1, 1],
            id="the larger of both",
        ),
        pytest.param(
            [[1, NA], [0, NA], [NA, 1], [NA, 0]],
            [NA] * 4,
            [1, 1, 1, 1],
            id="seldom labelled is not rare",
        ),
        pytest.param([[NA, NA]] * 4, [NA] * 4, [1] * 4, id="nothing is known"),
    ],
)
def test_a_row_is_shown_more_often_for_what_it_is_known_to_have(labels, categories, factors):
    found = repeat_factors(np.array(labels, np.int8), np.array(categories), threshold=0.5)
    assert found.tolist() == pytest.approx(factors)


def test_rows_without_attributes_are_shown_by_their_category_alone():
    found = repeat_factors(np.zeros((4, 0), np.int8), np.array([0, 0, 0, 1]), threshold=0.5)
    assert found.tolist() == pytest.approx([1, 1, 1, 2**0.5])
