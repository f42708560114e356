"""The threshold with the best F1 to be expected, and the band around it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import expit, logit

from cartvision.train_attributes.decisions.band import around
from cartvision.train_attributes.decisions.by_f1 import ByF1, best
from cartvision.train_attributes.decisions.cuts import cuts

rows = st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=30).filter(
    lambda table: any(positive for _, positive in table)
)


def columns(table):
    probability = np.array([twelfths / 12 for twelfths, _ in table], np.float32)
    return probability, np.array([positive for _, positive in table])


def f1_of(said, positive):
    return 2 * (said & positive).sum() / (said.sum() + positive.sum())


EVENLY = np.linspace(0.0005, 0.9995, 1000, dtype=np.float32)


def drawn(probability, *, seed):
    return np.random.default_rng(seed).random(len(probability)) < probability


def shifted(probability, *, by):
    return expit(logit(probability.astype(np.float64)) + by).astype(np.float32)


def test_what_probabilities_that_are_right_promise_is_best_from_half_of_the_best_f1():
    threshold = best(EVENLY, drawn(EVENLY, seed=1))
    said = threshold <= EVENLY
    promised = 2 * EVENLY[said].sum() / (said.sum() + EVENLY.sum())
    assert threshold == pytest.approx(promised / 2, abs=0.03)


@pytest.mark.parametrize("by", [-2.0, 1.5])
def test_a_threshold_goes_along_with_probabilities_that_are_all_too_high_or_too_low(by):
    positive = drawn(EVENLY, seed=2)
    usual, found = best(EVENLY, positive), best(shifted(EVENLY, by=by), positive)
    assert logit(found) - logit(usual) == pytest.approx(by, abs=0.2)


def test_on_other_pictures_it_is_better_than_the_peak_of_a_curve_of_few_labels():
    odds = np.random.default_rng(0).normal(-3.5, 3.0, 4000)
    probability = expit(odds).astype(np.float32)
    truth = drawn(expit(odds + 0.7), seed=0)  # rarer than it is said to be
    gains = []
    for seed in range(40):
        some = np.random.default_rng(seed).permutation(4000) < 150
        promised, peak = (
            f1_of(probability[~some] >= threshold, truth[~some])
            for threshold in (
                best(probability[some], truth[some]),
                peak_of(probability[some], truth[some]),
            )
        )
        gains.append(promised - peak)
    assert np.mean(gains) > 2 * np.std(gains) / np.sqrt(len(gains))


def peak_of(probability, positive):
    return max(probability, key=lambda level: f1_of(probability >= level, positive))


@pytest.mark.parametrize(
    ("probability", "positive"),
    [
        pytest.param([0.9, 0.3], [1, 1], id="all are positive"),
        pytest.param([0.5, 0.0], [0, 1], id="a positive of probability 0"),
        pytest.param([1.0, 1.0, 0.0], [1, 0, 0], id="certain, and equal"),
    ],
)
def test_certain_probabilities_are_cut_too(probability, positive):
    found = best(np.array(probability, np.float32), np.array(positive, bool))
    assert 0 <= found <= max(probability)


@given(rows)
def test_something_is_always_said(table):
    probability, positive = columns(table)
    assert (probability >= np.float32(best(probability, positive))).any()


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
    between = cuts(probability, np.array([True, False]), end=0.0).at[0]
    assert between.dtype == np.float32
    assert (probability >= between).tolist() == [True, False]
