"""Attribute scores on known labels."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartvision.metrics.attributes import AttributeMetrics, best_threshold

NAMES = ["red", "open"]

rows = st.lists(
    st.tuples(*[st.tuples(st.floats(0, 1, width=32), st.sampled_from([1, 0, -1]))] * 2),
    min_size=1,
    max_size=30,
)


def scores(probabilities, labels, thresholds=(0.5, 0.5)):
    metrics = AttributeMetrics(NAMES, thresholds=thresholds)
    metrics.update(np.array(probabilities, np.float32), labels=np.array(labels, np.int8))
    return metrics.compute()


def f1_of(said, labels):
    right = sum(s and label == 1 for s, label in zip(said, labels, strict=True))
    return 2 * right / (sum(said) + sum(label == 1 for label in labels))


def test_precision_recall_and_f1_are_of_the_known_labels():
    told = scores([[0.9, 0], [0.8, 0], [0.1, 0], [0.9, 0]], [[1, 0], [0, 0], [1, 0], [-1, 0]])
    red = told.per_attribute["red"]
    assert (red.precision, red.recall, red.f1) == (0.5, 0.5, 0.5)
    assert (red.known, red.positives) == (3, 2)


def test_at_its_threshold_an_attribute_is_said():
    told = scores([[0.7, 0.2]], [[1, 1]], thresholds=(0.7, 0.3))
    assert [told.per_attribute[name].recall for name in NAMES] == [1.0, 0.0]


@given(rows)
def test_na_contributes_nothing(table):
    probabilities = np.array([[p for p, _ in row] for row in table], np.float32)
    labels = np.array([[label for _, label in row] for row in table], np.int8)
    louder = np.where(labels == -1, 1 - probabilities, probabilities)
    assert scores(probabilities, labels) == scores(louder, labels)


@given(rows, st.integers(0, 30))
def test_parts_add_up_to_the_whole(table, cut):
    metrics = AttributeMetrics(NAMES, thresholds=(0.5, 0.5))
    probabilities = np.array([[p for p, _ in row] for row in table], np.float32)
    labels = np.array([[label for _, label in row] for row in table], np.int8)
    metrics.update(probabilities[:cut], labels=labels[:cut])
    metrics.update(probabilities[cut:], labels=labels[cut:])
    assert metrics.compute() == scores(probabilities, labels)


def test_an_attribute_without_a_known_positive_has_no_f1_and_no_part_in_the_macro_mean():
    told = scores([[0.9, 0.9], [0.9, 0.1]], [[1, 0], [1, 0]])
    assert told.per_attribute["open"].f1 is None
    assert told.macro_f1 == 1.0
    assert told.micro_f1 == pytest.approx(0.8)


def test_without_known_labels_there_is_no_figure():
    told = scores([[0.9, 0.9]], [[-1, -1]])
    assert (told.macro_f1, told.micro_f1, told.known) == (None, None, 0)


@given(st.lists(st.tuples(st.integers(1, 20), st.sampled_from([1, 0, -1])), min_size=1))
def test_no_threshold_has_a_better_f1_than_the_best(pairs):
    probabilities = np.array([p / 20 for p, _ in pairs], np.float32)
    labels = np.array([label for _, label in pairs], np.int8)
    chosen = best_threshold(probabilities, labels=labels)
    if not (labels == 1).any():
        assert chosen == 0.5
        return
    known, truth = probabilities[labels != -1], labels[labels != -1]
    best = max(f1_of(known >= level / 20 - 0.01, truth) for level in range(22) if level)
    assert f1_of(known >= chosen, truth) == pytest.approx(best)


def test_the_best_threshold_stands_between_two_probabilities():
    probabilities = np.array([0.9, 0.8, 0.2], np.float32)
    assert best_threshold(probabilities, labels=np.array([1, 1, 0])) == pytest.approx(0.5)
