"""Figures of attributes, by hand: on known labels alone."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartvision.data.picture import Product
from cartvision.evidence.attributes import exact_ap, macro_and_micro, of_attribute, told
from cartvision.evidence.figures import figures_of
from cartvision.evidence.parts import everything
from cartvision.evidence.resampling import once
from evidences import Shot, box, gathered

NAMES = ["red", "open"]
NOTHING = (-1, -1)


def shown(rows, **more):
    """One picture in which every object is found."""
    boxes = [box(number % 18 * 22, number // 18 * 22) for number in range(len(rows))]
    return Shot(
        objects=[Product(b, attributes=one[0]) for b, one in zip(boxes, rows, strict=True)],
        boxes=boxes,
        scores=[0.9] * len(rows),
        said=[one[1] for one in rows],
        **more,
    )


def evidence_of(*pictures, thresholds=(0.5, 0.5)):
    return gathered([shown(one) for one in pictures], attributes=NAMES, thresholds=thresholds)


def values(figures, *, units):
    return {name: float(figure(once(units))[0]) for name, figure in figures}


def of(evidence, number):
    whole = everything(evidence)
    return values(of_attribute(evidence, whole, attribute=number), units=whole.units)


def means(evidence):
    whole = everything(evidence)
    return values(macro_and_micro(evidence, whole), units=whole.units)


#         red, open; what is said of each
MIXED = [
    ((1, 1), (0.9, 0.9)),  # red: right
    ((1, 0), (0.2, 0.1)),  # red: missed
    ((0, 0), (0.8, 0.2)),  # red: false
    ((0, 0), (0.1, 0.1)),  # red: rightly denied
    ((0, -1), (0.3, 0.9)),  # red: rightly denied, open: nobody knows
]


def test_each_figure_of_an_attribute():
    evidence = evidence_of(MIXED)
    assert of(evidence, 0) == pytest.approx(
        {
            "precision": 1 / 2, "recall": 1 / 2, "f1": 2 / 4, "specificity": 2 / 3,
            "ece": (0.1 + 0.8 + 0.8 + 0.1 + 0.3) / 5,
        },
        abs=1e-6,
    )  # fmt: skip
    assert of(evidence, 1) == pytest.approx(
        {"precision": 1, "recall": 1, "f1": 1, "specificity": 1, "ece": (0.1 + 0.2 + 0.2) / 4},
        abs=1e-6,
    )


def test_support_is_what_a_figure_is_of():
    evidence = evidence_of(MIXED)
    figures = dict(of_attribute(evidence, everything(evidence), attribute=0))
    assert {name: figure.support for name, figure in figures.items()} == {
        "precision": 2, "recall": 2, "f1": 2, "specificity": 3, "ece": 5,
    }  # fmt: skip


def test_a_figure_has_the_groups_that_hold_a_case():
    evidence = evidence_of(MIXED, [((0, -1), (0.1, 0.1))], [(NOTHING, (0.9, 0.9))])
    figures = dict(of_attribute(evidence, everything(evidence), attribute=0))
    assert {name: figure.units for name, figure in figures.items()} == {
        "precision": 1, "recall": 1, "f1": 1, "specificity": 2, "ece": 2,
    }  # fmt: skip


def test_macro_is_a_mean_of_attributes_and_micro_of_labels():
    told = means(evidence_of(MIXED))
    assert told == pytest.approx(
        {
            "attribute_macro_precision": (1 / 2 + 1) / 2,
            "attribute_macro_recall": (1 / 2 + 1) / 2,
            "attribute_macro_f1": (1 / 2 + 1) / 2,
            "attribute_macro_specificity": (2 / 3 + 1) / 2,
            "attribute_micro_precision": 2 / 3,
            "attribute_micro_recall": 2 / 3,
            "attribute_micro_f1": 4 / 6,
            "attribute_micro_specificity": 5 / 6,
        }
    )


def test_an_attribute_without_a_positive_is_in_micro_alone():
    told = means(evidence_of([((1, 0), (0.9, 0.9)), ((0, 0), (0.1, 0.1))]))
    assert told["attribute_macro_precision"] == 1
    assert told["attribute_micro_precision"] == 0.5


@pytest.mark.parametrize(
    ("rows", "absent", "present"),
    [
        pytest.param(
            [((1, -1), (0.1, 0.1)), ((0, -1), (0.1, 0.1))],
            {"precision"},
            {"recall": 0},
            id="never said",
        ),
        pytest.param([((1, -1), (0.9, 0.1))], {"specificity"}, {"recall": 1}, id="no negative"),
    ],
)
def test_a_figure_without_cases_is_left_out(rows, absent, present):
    evidence = evidence_of(rows)
    assert not absent & of(evidence, 0).keys()
    assert (
        not {f"attribute_{kind}_{n}" for n in absent for kind in ("macro", "micro")}
        & means(evidence).keys()
    )
    assert of(evidence, 0) | present == of(evidence, 0)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([], id="no object"),
        pytest.param([(NOTHING, (0.9, 0.9))], id="no known label"),
        pytest.param([((0, -1), (0.9, 0.9))], id="no positive"),
    ],
)
def test_without_a_known_positive_there_is_no_mean(rows):
    assert means(evidence_of(rows)) == {}


def test_no_attributes_no_figures():
    evidence = gathered([Shot()])
    assert dict(macro_and_micro(evidence, everything(evidence))) == {}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_na_contributes_nothing(seed):
    """Whatever is said where nobody knows, no figure changes."""
    rng = np.random.default_rng(seed)
    labels = rng.choice([-1, -1, 0, 1], (12, 2))
    said = rng.random((12, 2)).astype(np.float32)
    louder = np.where(labels == -1, 1 - said, said)
    one, other = (
        evidence_of(
            [(tuple(a), tuple(b)) for a, b in zip(labels.tolist(), p.tolist(), strict=True)]
        )
        for p in (said, louder)
    )
    assert means(one) == means(other)
    for number in range(2):
        assert of(one, number) == of(other, number)
        pair = [told(side, everything(side), attribute=number) for side in (one, other)]
        assert len(pair[0].true) == int((labels[:, number] != -1).sum())
        assert exact_ap(pair[0]) == exact_ap(pair[1])


def test_at_its_own_threshold_an_attribute_is_said():
    rows = [((1, 1), (0.3, 0.7))]
    assert [of(evidence_of(rows, thresholds=(0.3, 0.71)), n)["recall"] for n in (0, 1)] == [1, 0]


def directly(true, probability):
    """At each of the 101 recalls the best precision of any threshold that reaches it."""
    points = []
    for threshold in np.unique(probability):
        said = probability >= threshold
        points.append(((said & true).sum() / true.sum(), (said & true).sum() / said.sum()))
    return np.mean(
        [
            max([precision for recall, precision in points if recall >= level], default=0)
            for level in np.linspace(0, 1, 101)
        ]
    )


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_average_precision_is_that_of_every_threshold(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 40))
    labels, said = rng.integers(0, 2, count), rng.random(count).round(int(rng.integers(1, 4)))
    evidence = evidence_of([((int(a), -1), (p, 0)) for a, p in zip(labels, said, strict=True)])
    one = told(evidence, everything(evidence), attribute=0)
    if not labels.any():
        assert exact_ap(one) is None
    else:
        assert exact_ap(one) == pytest.approx(directly(one.true, one.probability), abs=1e-9)


def test_average_precision_of_one_probability_for_all_is_the_share_of_positives():
    """And not what the order of the pictures makes of it."""
    rows = [((label, -1), (0.0, 0.0)) for label in (1, 1, 0, 0, 0, 0, 0, 0)]
    for some in (rows, rows[::-1]):
        evidence = evidence_of(some)
        one = told(evidence, everything(evidence), attribute=0)
        assert exact_ap(one) == pytest.approx(0.25)


def test_a_draw_counts_a_group_as_often_as_it_is_drawn():
    evidence = evidence_of(MIXED, [((1, -1), (0.9, 0.1))])
    recall = dict(of_attribute(evidence, everything(evidence), attribute=0))["recall"]
    assert recall(np.array([[1, 1], [2, 0], [0, 2]], np.float32)) == pytest.approx([2 / 3, 0.5, 1])


def test_what_is_not_shown_is_not_judged():
    hidden = replace(shown(MIXED), scores=[0.4] * len(MIXED))
    assert means(gathered([hidden], attributes=NAMES)) == {}


def test_to_find_none_of_a_hard_attribute_does_not_make_the_rest_look_better():
    """Of two attributes one is told without a mistake, and no object of the other is found."""
    easy, hard = Product(box(0), attributes=(1, 0)), Product(box(100), attributes=(0, 1))
    shot = Shot([easy, hard], boxes=[easy.bbox], scores=[0.9], said=[[0.9, 0.1]])
    evidence = gathered([shot], attributes=["easy", "hard"])
    figures = figures_of(evidence, everything(evidence))
    once_each = {name: float(figures[name](once(1))[0]) for name in figures}
    assert once_each["attribute_macro_f1"] == 0.5
    assert once_each["attribute_macro_recall"] == 0.5
    assert once_each["attribute_macro_precision"] == 1.0
