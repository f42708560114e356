"""A decision is of known labels alone, and of enough of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cartvision.data.picture import NA
from cartvision.train_attributes.decisions.by_f1 import ByF1
from cartvision.train_attributes.decisions.by_guarantee import ByGuarantee
from cartvision.train_attributes.decisions.choose import choose
from cartvision.train_attributes.decisions.decision import Decision, Support

RULES = [
    pytest.param(ByF1(band=1.0), id="by F1"),
    pytest.param(ByGuarantee(precision=0.9, confidence=0.9), id="by guarantee"),
]


def drawn(*, n=400, apart=3.0, seed=0):
    rng = np.random.default_rng(seed)
    true = rng.random(n) < 0.4
    score = 1 / (1 + np.exp(-rng.normal(size=n) - apart * (true - 0.5)))
    return score.astype(np.float32), true.astype(np.int8)


def labelled(*, yes, no, unknown=0):
    labels = np.repeat(np.array([1, 0, NA], np.int8), [yes, no, unknown])
    return np.linspace(0.9, 0.1, len(labels)), labels


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("groups", [None, 3])
@given(
    st.lists(st.tuples(st.integers(0, 400), st.floats(0, 1, width=32), st.integers(0, 500))),
)
@settings(max_examples=25)
def test_unknown_labels_anywhere_change_nothing(rule, groups, extra):
    score, labels = drawn()
    owner = np.arange(400) // (groups or 1)
    places = [place for place, _, _ in extra]
    more_score = np.insert(score, places, [p for _, p, _ in extra])
    more_labels = np.insert(labels, places, NA)
    more_owner = np.insert(owner, places, [number for _, _, number in extra])
    with_support = {"rule": rule, "support": Support()}
    if groups is None:
        told = choose(more_score, more_labels, **with_support)
        assert told == choose(score, labels, **with_support)
        return
    told = choose(more_score, more_labels, groups=more_owner, **with_support)
    assert told == choose(score, labels, groups=owner, **with_support)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    ("labels", "why"),
    [
        pytest.param({"yes": 7, "no": 90}, "7 known positives, 10 are needed", id="positives"),
        pytest.param({"yes": 90, "no": 3}, "3 known negatives, 10 are needed", id="negatives"),
        pytest.param(
            {"yes": 0, "no": 0, "unknown": 99},
            "0 known positives, 10 are needed; 0 known negatives, 10 are needed",
            id="nothing is known",
        ),
    ],
)
def test_with_too_few_known_labels_nothing_is_guessed(rule, labels, why):
    decision = choose(*labelled(**labels), rule=rule, support=Support())
    assert decision == Decision(yes=None, no=None, why=why)


@pytest.mark.parametrize("rule", RULES)
def test_just_enough_known_labels_are_enough_to_try(rule):
    decision = choose(*labelled(yes=10, no=10), rule=rule, support=Support())
    assert "needed" not in decision.why


@pytest.mark.parametrize(
    ("apart", "never"),
    [
        pytest.param(0.0, "never says yes or no: no threshold shows a precision of 0.9", id="both"),
        pytest.param(4.0, "", id="neither"),
    ],
)
def test_what_cannot_be_guaranteed_is_never_said_and_it_says_why(apart, never):
    score, labels = drawn(apart=apart)
    decision = choose(score, labels, rule=RULES[1].values[0], support=Support())
    assert decision.why.startswith(never)
    assert (decision.why == "") == (never == "")


def test_a_guarantee_counts_products_of_one_group_as_one():
    score, labels = labelled(yes=60, no=60)
    rule = ByGuarantee(precision=0.95, confidence=0.9)
    owner = np.arange(120) // 2
    alone = choose(score, labels, rule=rule, support=Support())
    paired = choose(score, labels, rule=rule, support=Support(), groups=owner)
    assert alone.yes is not None
    assert paired.yes is None


@pytest.mark.parametrize("apart", [2.0, 3.0, 5.0])
@pytest.mark.parametrize("precision", [0.6, 0.8, 0.95])
def test_yes_and_no_never_overlap(apart, precision):
    score, labels = drawn(apart=apart, n=2000)
    rule = ByGuarantee(precision=precision, confidence=0.9)
    decision = choose(score, labels, rule=rule, support=Support())
    said = decision.said(score)
    assert decision.yes >= decision.no
    assert (labels[said == 1] == 1).mean() >= precision
    assert (labels[said == 0] == 0).mean() >= precision


@pytest.mark.parametrize(
    ("decision", "said"),
    [
        pytest.param(Decision(yes=0.7, no=0.3), [0, 0, NA, 1, 1], id="both, and a band"),
        pytest.param(Decision(yes=0.5, no=0.5), [0, 0, 1, 1, 1], id="where they meet it is yes"),
        pytest.param(Decision(yes=0.7, no=None), [NA, NA, NA, 1, 1], id="never no"),
        pytest.param(Decision(yes=None, no=0.3), [0, 0, NA, NA, NA], id="never yes"),
        pytest.param(Decision(yes=None, no=None, why="x"), [NA] * 5, id="abstains"),
    ],
)
def test_a_decision_says_yes_no_or_nothing(decision, said):
    assert decision.said(np.array([0.1, 0.3, 0.5, 0.7, 0.9])).tolist() == said
