"""metrics.json and verdict.json: written and read back the same, and refused when they are not."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cartvision.errors import InputError
from cartvision.reports.metrics import (
    Artifact,
    Audit,
    Doubt,
    Latency,
    Metric,
    Report,
    Slice,
    read_report,
    write_report,
)
from cartvision.reports.verdict import Check, Verdict, read_verdict, write_verdict

FIGURES = st.floats(allow_nan=False, allow_infinity=False)
METRICS = st.builds(
    Metric,
    value=FIGURES,
    support=st.integers(0, 10**9),
    low=st.none() | FIGURES,
    high=st.none() | FIGURES,
)
NAMED = st.dictionaries(st.text(max_size=8), METRICS, max_size=3)
SLICES = st.builds(
    Slice,
    pictures=st.integers(0, 999),
    positives=st.integers(0, 999),
    sufficient=st.booleans(),
    figures=NAMED,
)
DOUBTS = st.builds(Doubt, kind=st.text(), text=st.text(), pictures=st.lists(st.text(), max_size=2))
TIMES = st.builds(
    Latency,
    batch=st.integers(1, 8),
    threads=st.integers(1, 64),
    pictures_per_second=FIGURES,
    metrics=NAMED,
)
ARTIFACTS = st.builds(
    Artifact, bytes=st.integers(0), hardware=st.text(), latency=st.lists(TIMES, max_size=2)
)
REPORTS = st.builds(
    Report,
    subject=st.sampled_from(["torch", "onnx int8"]),
    model=st.text("0123456789abcdef", max_size=8),
    dataset=st.text(max_size=8),
    split=st.just("test"),
    overall=NAMED,
    per_class=st.dictionaries(st.text(max_size=8), NAMED, max_size=2),
    per_slice=st.dictionaries(st.text(max_size=8), SLICES, max_size=2),
    doubts=st.lists(DOUBTS, max_size=2),
    audit=st.none() | st.builds(Audit, pictures=st.integers(0, 500), apart=FIGURES),
    artifact=st.none() | ARTIFACTS,
    test_set=st.text(max_size=8),
    units=st.integers(0, 99),
    licences=st.lists(st.text(max_size=8), max_size=2),
)
REPORT = Report(
    subject="torch",
    model="a1",
    dataset="d1",
    split="test",
    test_set="0",
    units=1,
    overall={"map50": Metric(value=0.9, support=7)},
)
VERDICT = Verdict(
    subject="onnx int8",
    model="a1",
    passed=False,
    reasons=["map50 is 0.8000; at least 0.9000 would pass"],
    checks=[
        Check(name="floor", figure="map50", value=0.8, limit=0.9, passed=False, reason="too low"),
        Check(name="floor", figure="map", value=None, limit=0.5, passed=False, reason="unmeasured"),
    ],
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(report=REPORTS)
def test_a_report_is_read_as_it_was_written(tmp_path, report):
    write_report(report, tmp_path)
    assert read_report(tmp_path) == report


def test_a_folder_without_a_report_says_what_writes_one(tmp_path):
    with pytest.raises(InputError, match=r"has no metrics\.json\. Run evaluate\?"):
        read_report(tmp_path)


def changed(**changes: object) -> str:
    return json.dumps(REPORT.model_dump() | changes)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param('{"subject": "torch"', id="cut short"),
        pytest.param(changed(overall={"map50": 0.9}), id="a figure without its support"),
        pytest.param(changed(mood="good"), id="more than a report has"),
    ],
)
def test_another_file_of_that_name_is_refused(tmp_path, content):
    (tmp_path / "metrics.json").write_text(content)
    with pytest.raises(InputError, match="not a report that this version reads"):
        read_report(tmp_path)


def test_a_verdict_is_read_as_it_was_written(tmp_path):
    write_verdict(VERDICT, tmp_path / "made" / "verdict.json")
    assert read_verdict(tmp_path / "made" / "verdict.json") == VERDICT


def test_a_file_that_is_no_verdict_is_refused(tmp_path):
    (tmp_path / "verdict.json").write_text('{"passed": true}')
    with pytest.raises(InputError, match="not a verdict that this version reads"):
        read_verdict(tmp_path / "verdict.json")


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_no_metric(value):
    with pytest.raises(ValueError, match="finite number"):
        Metric(value=value, support=1)
