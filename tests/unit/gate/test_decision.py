"""What passes and what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartvision.errors import InputError
from cartvision.gate.decision import decide
from cartvision.gate.policy import Policy
from cartvision.reports.metrics import Metric, Report


def report(*, dataset="d1", split="test", subject="onnx int8", **figures):
    overall = {name: Metric(value=value, support=10) for name, value in figures.items()}
    return Report(subject=subject, model=subject, dataset=dataset, split=split, overall=overall)


def verdict(candidate, *, champion=None, **policy):
    return decide(candidate, champion=champion, policy=Policy.model_validate(policy))


MARGIN = {"floors": {"map50": 0.5}, "not_worse_than_champion": {"map50": 0.01}}
COUNTS = {"floors": {"map50": 0.5}, "not_worse_than_champion": {"count_mae": 0.5}}


@pytest.mark.parametrize(
    ("candidate", "champion", "policy", "passed"),
    [
        pytest.param(report(map50=0.9), None, {"floors": {"map50": 0.9}}, True, id="on the floor"),
        pytest.param(report(map50=0.89), None, {"floors": {"map50": 0.9}}, False, id="below it"),
        pytest.param(report(map=0.9), None, {"floors": {"map50": 0.1}}, False, id="not measured"),
        pytest.param(report(map50=0.6), None, MARGIN, True, id="no champion"),
        pytest.param(report(map50=0.6), report(map50=0.59), MARGIN, True, id="better"),
        pytest.param(report(map50=0.6), report(map50=0.605), MARGIN, True, id="within the margin"),
        pytest.param(report(map50=0.6), report(map50=0.62), MARGIN, False, id="past the margin"),
        pytest.param(
            report(map50=0.6), report(map=0.6), MARGIN, False, id="the champion was not measured"
        ),
        pytest.param(
            report(map50=0.6, count_mae=1), report(count_mae=2), COUNTS, True, id="fewer miscounts"
        ),
        pytest.param(
            report(map50=0.6, count_mae=3), report(count_mae=2), COUNTS, False, id="more miscounts"
        ),
        pytest.param(
            report(map50=0.4), report(map50=0.3), MARGIN, False, id="better, but below the floor"
        ),
    ],
)
def test_a_model_is_judged_by_the_policy(candidate, champion, policy, passed):
    said = verdict(candidate, champion=champion, **policy)
    assert said.passed is passed
    assert bool(said.reasons) is not passed


def test_a_reason_says_by_how_much_and_what_would_pass():
    said = verdict(report(map50=0.87), floors={"map50": 0.9})
    assert said.reasons == [
        "map50 is 0.8700, 0.0300 below the floor; at least 0.9000 would pass",
    ]


def test_a_reason_names_the_champion_figure():
    said = verdict(report(map50=0.6), champion=report(map50=0.7), **MARGIN)
    assert said.reasons == [
        "map50 is 0.6000, 0.0900 below what the champion's 0.7000 allows; "
        "at least 0.6900 would pass",
    ]


def test_a_missing_figure_is_said_with_those_that_are_there():
    said = verdict(report(map=0.9), floors={"map50": 0.1})
    assert said.reasons == ["the report has no map50, which the policy asks for; it has map"]


def test_every_fault_is_said_at_once():
    said = verdict(report(map50=0.1, f1=0.1), floors={"map50": 0.5, "f1": 0.5})
    assert len(said.reasons) == 2


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"dataset": "d2"}, id="another dataset"),
        pytest.param({"split": "val"}, id="another split"),
    ],
)
def test_a_champion_judged_on_other_pictures_is_no_comparison(other):
    with pytest.raises(InputError, match="run evaluate with --champion"):
        verdict(report(map50=0.9), champion=report(map50=0.9, **other), **MARGIN)


shares = st.floats(0, 1)
figures = st.dictionaries(st.sampled_from(["map", "map50", "f1"]), shares, min_size=1)


@given(figures, figures, figures)
def test_what_passes_meets_every_floor_and_every_margin(measured, champions, floors):
    said = verdict(
        report(**measured),
        champion=report(**champions),
        floors=floors,
        not_worse_than_champion=dict.fromkeys(champions, 0.1),
    )
    met = all(measured.get(name, -1) >= floor for name, floor in floors.items()) and all(
        measured.get(name, -1) >= theirs - 0.1 for name, theirs in champions.items()
    )
    assert said.passed is met
    assert len(said.checks) == len(floors) + len(champions)
