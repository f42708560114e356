"""Precision, recall and F1 at every score."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartvision.data.picture import Product
from cartvision.evidence.figures import figures_of, value_of
from cartvision.evidence.parts import everything
from cartvision.evidence.thresholds import judged, thresholds
from evidences import Shot, box, gathered, shelves

THREE = [Product(box(x)) for x in (10, 60, 110)]
AWAY = box(300)


def answered(scores, *, right, objects=3):
    """The first ones hit an object each, where they are right."""
    places = iter(item.bbox for item in THREE)
    boxes = [next(places) if one else AWAY for one in right]
    return gathered([Shot(objects=THREE[:objects], boxes=boxes, scores=scores)])


@pytest.mark.parametrize(
    ("scores", "right", "objects", "expected"),
    [
        pytest.param([0.9, 0.8, 0.3], [True, True, False], 2, 0.8, id="before the false alarm"),
        pytest.param([0.9, 0.8, 0.3], [True, False, True], 2, 0.3, id="the last one is worth it"),
        pytest.param([0.3, 0.9], [False, True], 1, 0.9, id="in any order"),
        pytest.param([0.9, 0.4, 0.4], [True, True, False], 2, 0.4, id="all of one score together"),
    ],
)
def test_the_best_score_is_where_f1_is_best(scores, right, objects, expected):
    at = thresholds(answered(scores, right=right, objects=objects))
    assert at.score[at.best] == np.float32(expected)


def test_every_score_has_its_row():
    at = thresholds(answered([0.9, 0.4, 0.4, 0.2], right=[True, True, False, True]))
    assert at.score.tolist() == pytest.approx([0.9, 0.4, 0.2])
    assert at.precision.tolist() == pytest.approx([1, 2 / 3, 3 / 4])
    assert at.recall.tolist() == pytest.approx([1 / 3, 2 / 3, 1])
    assert at.f1.tolist() == pytest.approx([1 / 2, 2 / 3, 6 / 7])


@pytest.mark.parametrize(
    "shots",
    [
        pytest.param([], id="no picture"),
        pytest.param([Shot()], id="nothing found"),
        pytest.param([Shot(boxes=[AWAY], scores=[0.9])], id="nothing right"),
    ],
)
def test_where_nothing_is_right_no_score_is_best(shots):
    assert thresholds(gathered(shots)).best is None


def test_what_lies_in_a_crowd_counts_neither_way():
    crowd = Product((280, 0, 400, 100), crowd=True)
    shot = Shot(objects=[THREE[0], crowd], boxes=[THREE[0].bbox, AWAY], scores=[0.5, 0.9])
    scores, right = judged(gathered([shot]))
    assert (scores.tolist(), right.tolist()) == ([0.5], [True])


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**16), st.sampled_from([0.3, 0.5, 0.7]))
def test_a_row_is_the_figure_at_that_operating_score(seed, min_score):
    evidence = gathered(shelves(3, seed=seed), min_score=min_score)
    at, whole = thresholds(evidence), everything(evidence)
    row = np.flatnonzero(at.score >= min_score)[-1]
    for name, figure in figures_of(evidence, whole, only=["precision", "recall", "f1"]).items():
        expected = value_of(name, figure, evidence=evidence, part=whole)
        assert getattr(at, name)[row] == pytest.approx(expected), name
