"""Intervals hold the truth as often as they say, however few groups there are."""

import numpy as np
import pytest

from cartvision.evidence.finding import ratio
from cartvision.evidence.resampling import (
    draw,
    interval,
    mean_of_told,
    once,
    share,
    sums,
    tail,
    units_of,
)

TRUE_RECALL = 0.8


def recalls(groups, *, seed, trials):
    """Figures of test sets in which objects of one group are found or missed together."""
    rng = np.random.default_rng(seed)
    for _ in range(trials):
        size = rng.integers(30, 90, groups)
        found = rng.binomial(size, rng.beta(16, 4, groups))
        yield ratio(column(found), column(size), support=int(size.sum()))


def column(values):
    return np.asarray(values, np.float32)[:, None]


def coverage(bounds, *, groups, trials=600):
    weights = draw(groups, times=1000, seed=1)
    held = [
        low <= TRUE_RECALL <= high
        for figure in recalls(groups, seed=groups, trials=trials)
        for low, high in [bounds(figure(weights), figure.units)]
    ]
    return np.mean(held)


@pytest.mark.parametrize(("groups", "least"), [(5, 0.90), (10, 0.92), (30, 0.92), (100, 0.92)])
def test_an_interval_covers_the_truth(groups, least):
    covered = coverage(lambda drawn, units: interval(drawn, units=units), groups=groups)
    assert least <= covered < 0.99


def test_plain_percentiles_would_be_too_sure_of_five_groups():
    plain = coverage(lambda drawn, _: np.quantile(drawn, [0.025, 0.975]), groups=5)
    assert plain < 0.86


def test_with_many_units_the_tails_are_the_plain_ones():
    assert tail(10**6, share=0.025) == pytest.approx(0.025, abs=1e-6)
    # Hesterberg 2015, "What teachers should know about the bootstrap", table of expanded tails.
    assert tail(5, share=0.025) == pytest.approx(0.0010, abs=1e-4)
    assert tail(10, share=0.025) == pytest.approx(0.0086, abs=1e-4)
    assert tail(20, share=0.025) == pytest.approx(0.0159, abs=1e-4)


def test_a_wider_interval_for_more_confidence():
    drawn = np.random.default_rng(0).normal(size=2000)
    narrow, wide = (interval(drawn, units=40, confidence=share) for share in (0.8, 0.99))
    assert wide[0] < narrow[0] < narrow[1] < wide[1]


@pytest.mark.parametrize(
    ("drawn", "units"),
    [
        pytest.param([0.5, 0.5], 1, id="one group"),
        pytest.param([np.nan, np.nan], 9, id="nothing in any draw"),
        pytest.param([], 9, id="no draw"),
    ],
)
def test_what_says_nothing_has_no_interval(drawn, units):
    assert interval(np.array(drawn), units=units) is None


def test_draws_without_a_case_are_left_aside():
    drawn = np.array([0.5, np.nan, 0.5, 0.5])
    assert interval(drawn, units=9) == (0.5, 0.5)


def test_a_draw_takes_as_many_units_as_there_are_and_the_same_by_the_same_seed():
    weights = draw(7, times=50, seed=3)
    assert (weights.sum(axis=1) == 7).all()
    assert (weights == draw(7, times=50, seed=3)).all()
    assert (weights != draw(7, times=50, seed=4)).any()
    assert once(3).tolist() == [[1, 1, 1]]


def test_units_are_numbered_by_name():
    numbers, count = units_of(np.array(["b", "a", "b"], object))
    assert (numbers.tolist(), count) == ([1, 0, 1], 2)


def test_sums_are_by_unit_even_of_nothing():
    assert sums(np.array([1.0, 2, 4]), of=np.array([2, 0, 2]), units=4).tolist() == [
        [2], [0], [5], [0]
    ]  # fmt: skip
    assert sums(np.zeros(0), of=np.zeros(0, np.int64), units=2).tolist() == [[0], [0]]


def test_a_share_is_as_exact_as_its_counts():
    """In single precision nine of ten would miss a floor of .9."""
    assert share(np.float32([9, 2, 5]), np.float32([10, 3, 0]))[:2].tolist() == [9 / 10, 2 / 3]


def test_a_mean_is_of_what_is_told():
    rows = [np.array([1.0, np.nan, np.nan]), np.array([0.5, 0.5, np.nan])]
    assert mean_of_told(rows) == pytest.approx([0.75, 0.5, np.nan], nan_ok=True)


def test_a_figure_has_the_units_that_hold_a_case():
    figure = ratio(column([1, 0, 0]), column([2, 0, 1]), support=3)
    assert (figure.units, figure.support) == (2, 3)
