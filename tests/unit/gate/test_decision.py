"""What passes and what is refused."""

import pytest

from cartvision.reports.metrics import Artifact, Doubt, Latency, Metric
from unit.gate.judging import GOOD, by_chance, evidence_of, judged, verdict


def told(**figures):
    """A model of which only these figures matter."""
    return judged(GOOD, more=figures)


ARTIFACT = Artifact(
    bytes=12_000_000,
    hardware="a processor",
    latency=[
        Latency(
            batch=batch,
            threads=2,
            pictures_per_second=20,
            metrics={"p99": Metric(value=value, support=200)},
        )
        for batch, value in ((1, 48.0), (8, 300.0))
    ],
)


@pytest.mark.parametrize(
    ("candidate", "policy", "passed"),
    [
        pytest.param(told(map50=0.9), {"floors": {"map50": 0.9}}, True, id="on the floor"),
        pytest.param(told(map50=0.89), {"floors": {"map50": 0.9}}, False, id="below the floor"),
        pytest.param(
            told(), {"floors": {"event_f1": 0.1}}, False, id="a floor of nothing measured"
        ),
        pytest.param(told(ece=0.05), {"ceilings": {"ece": 0.1}}, True, id="below the ceiling"),
        pytest.param(told(ece=0.15), {"ceilings": {"ece": 0.1}}, False, id="above the ceiling"),
        pytest.param(
            told(),
            {"ceilings": {"latency_p99_ms": 100}},
            False,
            id="a ceiling of what was not timed",
        ),
        pytest.param(
            judged(GOOD, artifact=ARTIFACT),
            {"ceilings": {"latency_p99_ms": 100, "megabytes": 20}},
            True,
            id="latency is of one picture a call",
        ),
        pytest.param(
            judged(GOOD, artifact=ARTIFACT), {"ceilings": {"megabytes": 11}}, False, id="too large"
        ),
        pytest.param(
            judged(GOOD, licences=["CC0-1.0"]), {"licences": ["commercial"]}, True, id="licence"
        ),
        pytest.param(
            judged(GOOD, licences=["CC0-1.0", "CC-BY-NC-4.0"]),
            {"licences": ["commercial"]},
            False,
            id="one picture's licence is enough",
        ),
        pytest.param(
            judged(GOOD, licences=[]), {"licences": ["commercial"]}, False, id="no named licence"
        ),
        pytest.param(judged(GOOD, licences=[]), {}, True, id="a policy that asks for no licence"),
        pytest.param(
            judged(GOOD, doubts=[Doubt(kind="cap", text="…")]), {}, False, id="a doubt stands"
        ),
        pytest.param(
            judged(GOOD, doubts=[Doubt(kind="cap", text="…")]),
            {"accepted_doubts": ["cap"]},
            True,
            id="a doubt that the policy accepts",
        ),
    ],
)
def test_demands_stand_alone(candidate, policy, passed):
    said = verdict(candidate, **policy)
    assert said.passed is passed
    assert bool(said.reasons) is not passed


@pytest.mark.parametrize(
    ("shipped", "passed"),
    [pytest.param(0.594, True, id="99 % of it"), pytest.param(0.593, False, id="less")],
)
def test_what_ships_keeps_a_share_of_what_was_trained(shipped, passed):
    policy = {"keeps": {"map": 0.99}}
    said = verdict(told(map=shipped), reference=told(map=0.6), **policy)
    assert said.passed is passed


def test_without_a_reference_nothing_has_to_be_kept():
    """The first of the two gates judges what was trained itself."""
    assert verdict(told(map=0.3), keeps={"map": 0.99}).passed


def test_a_reason_says_by_how_much_where_and_what_would_pass():
    poor = judged(evidence_of(by_chance(0.5, seed=2)))
    said = verdict(poor, floors={"recall": 0.9})
    (check,) = said.checks
    assert "below the floor; at least 0.9000 would pass" in check.reason
    assert f"recall is {poor.report.overall['recall'].value:.4f} (" in check.reason
    assert check.pictures[0].endswith("missed, 0 false)")
    assert len(check.pictures) == 5


def test_a_figure_that_is_not_there_says_what_it_needs():
    said = verdict(judged(GOOD), floors={"specificity": 0.9})
    assert "has no specificity" in said.reasons[0]
    assert "needs pictures without a product" in said.reasons[0]


def test_a_latency_of_few_calls_has_no_upper_bound():
    said = verdict(judged(GOOD, artifact=ARTIFACT), ceilings={"latency_p99_ms": 100})
    assert "latency_p99_ms rests on 200 calls" in said.warnings[0]


def test_a_faster_model_keeps_its_latency():
    quick, slow = (told(latency_p50_ms=value) for value in (30.0, 40.0))
    assert verdict(quick, reference=slow, keeps={"latency_p50_ms": 0.99}).passed
    assert not verdict(slow, reference=quick, keeps={"latency_p50_ms": 0.99}).passed
