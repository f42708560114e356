"""The threshold with the best F1, and the band around it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartvision.train_attributes.decisions.band import around
from cartvision.train_attributes.decisions.by_f1 import ByF1, best

rows = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30).filter(
    lambda table: any(positive for _, positive in table)
)


def columns(table):
    probability = np.array([twelfths / 12 for twelfths, _ in table], np.float32)
    return probability, np.array([positive for _, positive in table])


def f1_of(said, positive):
    return 2 * (said & positive).sum() / (said.sum() + positive.sum())


@pytest.mark.parametrize(
    ("probability", "positive", "threshold"),
    [
        pytest.param([0.9, 0.7, 0.3], [1, 1, 0], 0.5, id="halfway between the neighbours"),
        pytest.param([0.9, 0.3], [1, 1], 0.15, id="all are positive: halfway to nothing"),
        pytest.param([0.5, 0.0], [0, 1], 0.0, id="a positive of probability 0"),
        pytest.param(
            [0.9, 0.8, 0.7, 0.6, 0.2, 0.05],
            [1, 0, 1, 0, 0, 1],
            0.65,
            id="two best, the gap at .025 is narrower",
        ),
        pytest.param(
            [0.9, 0.8, 0.7, 0.1, 0.05],
            [1, 0, 0, 1, 0],
            0.85,
            id="two best, the gap at .075 is narrower",
        ),
        pytest.param(
            [0.9, 0.89, 0.7, 0.5, 0.05],
            [1, 0, 0, 1, 0],
            0.275,
            id="two best, the gap at .895 is narrower",
        ),
    ],
)
def test_the_threshold_lies_in_the_widest_gap_with_the_best_f1(probability, positive, threshold):
    found = best(np.array(probability, np.float32), np.array(positive, bool))
    assert found == pytest.approx(threshold)


@given(rows)
def test_no_threshold_has_a_better_f1(table):
    probability, positive = columns(table)
    reached = f1_of(probability >= np.float32(best(probability, positive)), positive)
    assert reached == max(f1_of(probability >= level, positive) for level in probability)


@given(rows)
def test_without_a_band_everything_is_decided(table):
    probability, positive = columns(table)
    decision = ByF1(band=0).decide(probability, positive)
    said = decision.said(probability)
    assert decision.yes == decision.no
    assert set(said) <= {0, 1}
    assert np.array_equal(said == 1, probability >= decision.yes)


@pytest.mark.parametrize("threshold", [0.01, 0.5, 0.97])
def test_outside_the_band_an_answer_stays_though_the_attribute_were_commoner(threshold):
    yes, no = around(threshold, band=2.0)

    def odds(probability):
        return probability / (1 - probability)

    assert odds(yes) / np.e == pytest.approx(odds(threshold), rel=1e-4)
    assert odds(no) * np.e == pytest.approx(odds(threshold), rel=1e-4)


@pytest.mark.parametrize("steps", [0, 1])
def test_neighbours_in_single_precision_are_told_apart_in_it(steps):
    lower = np.array([0.7], np.float32).view(np.int32) + steps
    probability = np.concatenate([lower + 1, lower]).view(np.float32)
    decision = ByF1(band=0).decide(probability, np.array([True, False]))
    assert np.float32(decision.yes) == decision.yes
    assert decision.said(probability).tolist() == [1, 0]
