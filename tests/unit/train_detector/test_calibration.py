"""Scores that mean what they say."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from cartvision.evidence.average_precision import exact_average_precision
from cartvision.evidence.parts import everything
from cartvision.evidence.thresholds import thresholds
from cartvision.models.detectors.dense import DenseConfig, DenseDetector
from cartvision.train_detector.calibration import (
    FEWEST,
    GENTLEST,
    Calibration,
    calibrated,
    expected_error,
    fitted,
    logits,
    rescored,
)
from evidences import gathered, shelves


def drawn(count, *, slope, offset, seed=0):
    """Scores whose chance of being right is known."""
    random = np.random.default_rng(seed)
    scores = random.uniform(0.1, 0.6, count).astype(np.float32)
    return scores, random.random(count) < Calibration(slope, offset)(scores)


def fixed(*, yes, no):
    scores = np.r_[np.full(yes, 0.7), np.full(no, 0.3)].astype(np.float32)
    return scores, np.r_[np.ones(yes, bool), np.zeros(no, bool)]


@pytest.mark.parametrize(
    ("slope", "offset"),
    [
        pytest.param(1.0, 0.0, id="already right"),
        pytest.param(4.0, 3.0, id="too modest"),
        pytest.param(0.5, -1.0, id="too sure"),
    ],
)
def test_the_curve_that_the_scores_were_drawn_by_is_found(slope, offset):
    fit = fitted(*drawn(40_000, slope=slope, offset=offset))
    assert (fit.slope, fit.offset) == (
        pytest.approx(slope, rel=0.06),
        pytest.approx(offset, abs=0.15),
    )


def test_the_fit_is_the_likeliest_of_its_neighbours():
    scores, right = drawn(500, slope=3.0, offset=2.0)
    fit = fitted(scores, right)

    def loss(slope, offset):
        yes, no = right.sum(), (~right).sum()
        target = np.where(right, (yes + 1) / (yes + 2), 1 / (no + 2))
        z = logits(scores) * slope + offset
        return (np.logaddexp(0, z) - target * z).sum()

    best = loss(fit.slope, fit.offset)
    for aside in ((0.02, 0), (-0.02, 0), (0, 0.02), (0, -0.02)):
        assert loss(fit.slope + aside[0], fit.offset + aside[1]) > best


@pytest.mark.parametrize(
    ("scores", "right"),
    [
        pytest.param(*fixed(yes=0, no=0), id="none at all"),
        pytest.param(*fixed(yes=500, no=FEWEST - 1), id="hardly one is wrong"),
        pytest.param(*fixed(yes=FEWEST - 1, no=500), id="hardly one is right"),
        pytest.param(*drawn(2000, slope=-2.0, offset=0.0), id="the higher the wronger"),
    ],
)
def test_detections_that_tell_no_curve_fit_none(scores, right):
    assert fitted(scores, right) is None


def test_right_and_wrong_wholly_apart_still_give_a_finite_curve():
    fit = fitted(*fixed(yes=FEWEST, no=FEWEST))
    assert GENTLEST < fit.slope < 20
    assert abs(fit.offset) < 1


def test_the_detector_gives_the_very_scores():
    fit, scores = Calibration(3.5, 2.25), np.linspace(0, 1, 101, dtype=np.float32)
    detector = DenseDetector(DenseConfig(size=32, channels=8, slope=3.5, offset=2.25))
    expected = detector._calibrated(torch.from_numpy(scores)).numpy()
    assert fit(scores) == pytest.approx(expected, abs=1e-6)
    assert Calibration()(scores) == pytest.approx(scores, abs=1e-5)


@pytest.fixture(scope="module")
def unsure():
    """Forty groups whose scores lie far below the share that is right."""
    evidence = gathered(shelves(40, seed=5))
    shy = Calibration(0.4, -2.0)
    return rescored(evidence, by=shy)


def test_order_average_precision_and_best_f1_stay(unsure):
    after = rescored(unsure, by=calibrated(unsure).chosen)
    for most in (20, 300):
        before = exact_average_precision(unsure, everything(unsure), most=most)
        now = exact_average_precision(after, everything(after), most=most)
        assert now == pytest.approx(before, abs=1e-9)
    assert thresholds(after).f1.max() == pytest.approx(thresholds(unsure).f1.max())


def test_an_object_keeps_the_score_of_what_found_it(unsure):
    after = rescored(unsure, by=Calibration(2.0, 1.0))
    never = unsure.objects.score < 0
    assert (after.objects.score[never] == unsure.objects.score[never]).all()
    assert np.isin(after.objects.score[~never], after.detections.score).all()


def test_the_error_falls_where_groups_were_left_out(unsure):
    told = calibrated(unsure)
    assert (told.unfitted, told.crossed) == ("", True)
    assert told.error_after < told.error_before / 3
    assert not np.array_equal(told.after, told.chosen(told.before))


def test_one_group_is_judged_by_its_own_fit_and_says_so(unsure):
    same = np.full(len(unsure.pictures.group), "store", dtype=object)
    told = calibrated(replace(unsure, pictures=replace(unsure.pictures, group=same)))
    assert not told.crossed
    assert np.array_equal(told.after, told.chosen(told.before))


def test_few_detections_leave_scores_as_they_are_and_say_why():
    told = calibrated(gathered(shelves(1, seed=0, per_picture=(3, 4))))
    assert told.chosen == Calibration()
    assert f"it takes {FEWEST} of each" in told.unfitted
    assert told.error_after == told.error_before


def test_the_expected_error_is_the_gap_of_each_bin():
    scores = np.array([0.95, 0.95, 0.5, 0.5], dtype=np.float32)
    right = np.array([True, False, True, False])
    assert expected_error(scores, right) == pytest.approx((2 * 0.45 + 0) / 4)
    assert expected_error(scores[:0], right[:0]) == 0
