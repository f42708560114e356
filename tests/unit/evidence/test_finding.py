"""Figures at the operating score, by hand."""

from dataclasses import replace

import numpy as np
import pytest

from cartvision.data.picture import Product
from cartvision.evidence.figures import figures_of
from cartvision.evidence.finding import calibration
from cartvision.evidence.parts import everything, of_objects
from cartvision.evidence.resampling import once
from evidences import Shot, box, found, gathered

A, B, C, D = (Product(box(left)) for left in (10, 60, 110, 160))
NOWHERE = box(300)
BELOW = 0.3  # a score that is not shown


def values(shots, **more):
    evidence = gathered(shots, **more)
    whole = everything(evidence)
    return {
        name: float(figure(once(whole.units))[0])
        for name, figure in figures_of(evidence, whole).items()
    }


def answer(objects, told, **more):
    """`told` are pairs of a box and its score."""
    return Shot(
        objects=objects, boxes=[one for one, _ in told], scores=[score for _, score in told], **more
    )


TWO_OF_FOUR = answer([A, B, C, D], [(A.bbox, 0.9), (B.bbox, 0.8), (NOWHERE, 0.7), (C.bbox, BELOW)])
CROWD = Product((200, 0, 400, 300), crowd=True)


@pytest.mark.parametrize(
    ("shots", "expected"),
    [
        pytest.param(
            [TWO_OF_FOUR],
            {"precision": 2 / 3, "recall": 2 / 4, "f1": 4 / 7, "reach": 3 / 4},
            id="two of four, one of nothing, one below the score",
        ),
        pytest.param(
            [TWO_OF_FOUR], {"count_mae": 1, "count_rmse": 1, "count_exact": 0}, id="count"
        ),
        pytest.param(
            [TWO_OF_FOUR, found(A), answer([A], [(A.bbox, 0.9), (NOWHERE, 0.9), (B.bbox, 0.9)])],
            {"count_mae": 3 / 3, "count_rmse": (5 / 3) ** 0.5, "count_exact": 1 / 3},
            id="errors of 1, 0 and 2 do not cancel",
        ),
        pytest.param(
            [answer([A, CROWD], [(A.bbox, 0.9), (NOWHERE, 0.9)])],
            {"precision": 1, "recall": 1, "f1": 1, "count_mae": 0, "count_exact": 1},
            id="what lies in a crowd counts for nothing",
        ),
        pytest.param(
            [answer([A], [(A.bbox, 0.9), (A.bbox, 0.8)])],
            {"precision": 1 / 2, "recall": 1, "count_mae": 1},
            id="found twice is a false alarm",
        ),
        pytest.param(
            [Shot(), answer([], [(A.bbox, 0.9)]), answer([], [(A.bbox, BELOW)]), TWO_OF_FOUR],
            {"specificity": 2 / 3, "precision": 2 / 4},
            id="specificity is of the pictures without objects",
        ),
        pytest.param(
            [answer([A, B], [((10, 10, 30, 26), 0.9), (B.bbox, 0.9), (NOWHERE, 0.9)])],
            {"mean_iou": (0.8 + 1) / 2},
            id="overlap is of what is right",
        ),
        pytest.param(
            [answer([A, B], [(A.bbox, 0.9), (NOWHERE, 0.9), (B.bbox, 0.6)])],
            {"ece": (abs(0.9 + 0.9 - 1) + abs(0.6 - 1)) / 3},
            id="calibration: 1.8 promised in a bin and 1 kept, .6 promised in one and 1 kept",
        ),
        pytest.param(
            [found(A, score=0.5)],
            {"recall": 1.0, "precision": 1.0},
            id="at the operating score it is shown",
        ),
    ],
)
def test_the_figures_of(shots, expected):
    told = values(shots)
    assert {name: told[name] for name in expected} == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(
    ("shots", "absent", "present"),
    [
        pytest.param(
            [Shot()],
            {
                "map",
                "map50",
                "precision",
                "recall",
                "reach",
                "f1",
                "ece",
                "mean_iou",
                "count_exact",
            },
            {"specificity": 1.0, "count_mae": 0.0},
            id="an empty picture",
        ),
        pytest.param(
            [Shot(objects=[A])],
            {"precision", "ece", "mean_iou", "specificity"},
            {"map": 0.0, "recall": 0.0, "f1": 0.0, "count_mae": 1.0},
            id="nothing found",
        ),
        pytest.param(
            [answer([A], [(NOWHERE, 0.9)])],
            {"mean_iou", "specificity"},
            {"precision": 0.0, "recall": 0.0},
            id="nothing right",
        ),
        pytest.param(
            [answer([A], [(A.bbox, BELOW)])],
            {"precision", "ece", "mean_iou"},
            {"recall": 0.0, "reach": 1.0, "map": 1.0},
            id="nothing shown",
        ),
    ],
)
def test_a_figure_without_cases_is_left_out_and_never_0(shots, absent, present):
    told = values(shots)
    assert not absent & told.keys()
    assert {name: told[name] for name in present} == pytest.approx(present)


def test_the_operating_score_is_the_models_own():
    assert values([TWO_OF_FOUR], min_score=BELOW)["recall"] == pytest.approx(3 / 4)


def test_specificity_is_as_sure_as_its_empty_pictures_are_many():
    """Forty groups of shelves say nothing of how often two empty pictures are left alone."""
    shots = [*[found(A)] * 40, Shot(), Shot()]
    evidence = gathered(shots)
    figures = figures_of(evidence, everything(evidence))
    assert (figures["specificity"].units, figures["specificity"].support) == (2, 2)
    assert (figures["recall"].units, figures["count_mae"].units) == (40, 42)


def test_a_draw_counts_a_group_as_often_as_it_is_drawn():
    evidence = gathered([replace(found(A), group="a"), Shot(objects=[B, C], group="b")])
    recall = figures_of(evidence, everything(evidence))["recall"]
    weights = np.array([[1, 1], [2, 0], [0, 2], [2, 1]], np.float32)
    assert recall(weights) == pytest.approx([1 / 3, 1, 0, 2 / 4])


def test_some_objects_have_recall_and_reach_alone():
    evidence = gathered([TWO_OF_FOUR])
    whole = everything(evidence)
    last = of_objects(
        whole, name="", chosen=np.array([False, False, True, True]), evidence=evidence
    )
    figures = figures_of(evidence, last)
    assert {name: figure(once(1))[0] for name, figure in figures.items()} == {
        "recall": 0, "reach": 0.5,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("score", "true", "expected"),
    [
        pytest.param([1.0, 1.0], [True, True], 0.0, id="sure and right"),
        pytest.param([1.0, 1.0], [False, False], 1.0, id="sure and wrong"),
        pytest.param([0.55, 0.55], [True, False], 0.05, id="half right"),
        pytest.param([0.95, 0.05], [True, False], 0.05, id="gaps do not cancel between bins"),
        pytest.param([0.92, 0.98], [True, True], 0.05, id="a bin is one promise"),
    ],
)
def test_calibration_is_promise_against_outcome(score, true, expected):
    figure = calibration(
        np.array(score, np.float32), np.array(true), np.zeros(2, np.int64), units=1, bins=10
    )
    assert figure(once(1)) == pytest.approx([expected], abs=1e-6)
