"""What the Kubeflow UI draws, held against KFP's own artifact class."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from kfp.dsl import ClassificationMetrics

from cartvision.data.picture import Product
from cartvision.evaluate.classification import classification_of
from cartvision.reports.classification import POINTS, confusion, roc
from evidences import Shot, box, found, gathered, shelves

TRUE = np.array([True, True, False, True, False])
PROBABILITY = np.array([0.9, 0.8, 0.8, 0.3, 0.1], dtype=np.float32)


def points(metadata):
    told = metadata["confidenceMetrics"]
    return [(one["falsePositiveRate"], one["recall"], one["confidenceThreshold"]) for one in told]


def area(metadata):
    across, up, _ = zip(*points(metadata), strict=True)
    return float(np.trapezoid(up, across))


def ranked_right(true, probability):
    """Of all pairs of a true and a false label, how often the true one has the higher value."""
    high, low = probability[true][:, None], probability[~true][None]
    return float(((high > low) + 0.5 * (high == low)).mean())


def test_a_confusion_matrix_is_as_kfp_writes_it():
    names, table = ["cola", "beer", "nothing"], np.arange(9).reshape(3, 3)
    theirs = ClassificationMetrics()
    theirs.log_confusion_matrix(names, table.tolist())
    assert confusion(names, table) == theirs.metadata


def test_a_curve_is_as_kfp_writes_it():
    ours = roc(TRUE, PROBABILITY)
    theirs = ClassificationMetrics()
    theirs.log_roc_curve(*map(list, zip(*points(ours), strict=True)))
    assert ours == theirs.metadata


def test_a_curve_steps_once_a_threshold():
    assert points(roc(TRUE, PROBABILITY)) == [
        (0, 0, 1),
        (0, pytest.approx(1 / 3), pytest.approx(0.9)),
        (0.5, pytest.approx(2 / 3), pytest.approx(0.8)),
        (0.5, 1, pytest.approx(0.3)),
        (1, 1, pytest.approx(0.1)),
    ]


@given(
    st.lists(st.tuples(st.booleans(), st.integers(0, 20)), min_size=2).filter(
        lambda pairs: len({true for true, _ in pairs}) == 2
    )
)
def test_the_area_under_a_curve_is_the_share_of_pairs_in_the_right_order(pairs):
    true = np.array([one for one, _ in pairs])
    probability = np.array([value / 20 for _, value in pairs])
    assert area(roc(true, probability)) == pytest.approx(ranked_right(true, probability))


def test_a_long_curve_is_thinned_and_keeps_its_ends_and_its_area():
    rng = np.random.default_rng(0)
    true = rng.random(20_000) < 0.1
    probability = np.clip(0.3 * true + 0.7 * rng.random(20_000), 0, 1)
    told = roc(true, probability)
    assert 150 < len(points(told)) <= POINTS
    assert points(told)[0][:2] == (0, 0)
    assert points(told)[-1][:2] == (1, 1)
    assert area(told) == pytest.approx(ranked_right(true, probability), abs=1e-3)


@pytest.mark.parametrize("true", [[True, True], [False], []])
def test_of_one_side_alone_there_is_no_curve(true):
    assert roc(np.array(true, dtype=bool), np.full(len(true), 0.5)) == {}


def test_names_that_do_not_fit_are_an_error():
    with pytest.raises(ValueError, match="2 names do not fit"):
        confusion(["a", "b"], np.zeros((3, 3), int))


def names_of(metadata):
    return [one["displayName"] for one in metadata["confusionMatrix"]["annotationSpecs"]]


@pytest.mark.parametrize(
    ("evidence", "names", "curve"),
    [
        pytest.param(
            gathered(shelves(3, seed=0, categories=["Drinks", "Food"])),
            ["Drinks", "Food", "not found"],
            False,
            id="categories where some are told",
        ),
        pytest.param(
            gathered(shelves(2, seed=0, kinds=2), classes=["kind 0", "kind 1"]),
            ["kind 0", "kind 1", "nothing"],
            False,
            id="else the classes",
        ),
        pytest.param(
            gathered(shelves(2, seed=0, attributes=1), attributes=["red"]),
            ["product", "nothing"],
            True,
            id="else found and missed",
        ),
    ],
)
def test_the_ui_is_told_of_what_the_evidence_holds(evidence, names, curve):
    told = classification_of(evidence)
    assert names_of(told) == names
    assert ("confidenceMetrics" in told) is curve


def test_found_missed_and_false_are_counted():
    shot = found(Product(box(10)))
    more = Shot([Product(box(10))], boxes=[box(200), box(300)], scores=[0.9, 0.2])
    told = classification_of(gathered([shot, more]))
    assert [one["row"] for one in told["confusionMatrix"]["rows"]] == [[1, 1], [1, 0]]
