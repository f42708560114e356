"""The stage from a report and a policy to a verdict."""

import json
from pathlib import Path

import pytest
import yaml

from cartvision.errors import InputError
from cartvision.gate.__main__ import main
from cartvision.gate.flags import GateFlags
from cartvision.gate.policy import read_policy
from cartvision.reports.metrics import Metric, Report, write_report
from cartvision.reports.verdict import Verdict

PRESETS = sorted((Path(__file__).parents[3] / "pipelines" / "policies").glob("*.yaml"))


@pytest.fixture
def candidate(tmp_path):
    return written(tmp_path / "report", map50=0.95, attribute_macro_f1=0.85)


def written(folder, **figures):
    overall = {name: Metric(value=value, support=10) for name, value in figures.items()}
    write_report(
        Report(subject="onnx", model="m", dataset="d1", split="test", overall=overall), folder
    )
    return folder


def gate(tmp_path, candidate, policy, **more):
    verdict, passed = tmp_path / "out" / "verdict.json", tmp_path / "out" / "passed"
    main(GateFlags(candidate=candidate, policy=policy, verdict=verdict, passed=passed, **more))
    return json.loads(verdict.read_text()), passed.read_text()


@pytest.mark.parametrize(
    ("floor", "passed"),
    [pytest.param(0.9, "true", id="met"), pytest.param(1.01, "false", id="not")],
)
def test_the_verdict_and_whether_it_passed_are_written(tmp_path, candidate, floor, passed):
    verdict, said = gate(tmp_path, candidate, f"floors: {{map50: {floor}}}")
    assert (said, verdict["passed"]) == (passed, json.loads(passed))
    check = verdict["checks"][0]
    assert (check["value"], check["limit"]) == (0.95, floor)
    assert verdict["subject"] == "onnx"


def test_the_champion_lies_within_the_candidates_report(tmp_path, candidate):
    written(candidate / "champion", map50=0.99)
    policy = "{floors: {map50: 0.5}, not_worse_than_champion: {map50: 0.01}}"
    verdict, _ = gate(tmp_path, candidate, policy)
    assert "the champion's 0.9900 allows" in verdict["reasons"][0]


def test_a_release_can_carry_the_verdict(tmp_path, candidate):
    verdict, _ = gate(tmp_path, candidate, "floors: {map50: 1.01}")
    assert Verdict.model_validate(verdict).reasons == verdict["reasons"]


def test_the_page_says_why(tmp_path, candidate):
    page = tmp_path / "page.html"
    verdict, _ = gate(tmp_path, candidate, "floors: {map50: 1.01}", page=page)
    assert "Refused: onnx" in page.read_text()
    assert verdict["reasons"][0] in page.read_text()


def test_the_figures_reach_the_executor_output(tmp_path, candidate):
    told = tmp_path / "output.json"
    artifact = {"type": {"schemaTitle": "system.Metrics"}, "uri": str(tmp_path / "metrics")}
    outputs = {"outputFile": str(told), "artifacts": {"metrics": {"artifacts": [artifact]}}}
    given = json.dumps({"outputs": outputs})
    gate(tmp_path, candidate, "floors: {map50: 0.9}", executor_input=given)
    shown = json.loads(told.read_text())["artifacts"]["metrics"]["artifacts"][0]["metadata"]
    assert shown == {"passed": 1.0, "map50": 0.95}


def test_a_folder_without_a_report_is_an_error(tmp_path):
    with pytest.raises(InputError, match="is not a report"):
        gate(tmp_path, tmp_path, "floors: {map50: 0.9}")


def test_there_are_presets_to_check():
    assert [path.stem for path in PRESETS] == ["demo", "impossible", "production"]


@pytest.mark.parametrize("preset", PRESETS, ids=lambda path: path.stem)
def test_a_preset_reads_the_same_as_a_file_and_as_text(preset):
    policy = read_policy(str(preset))
    assert policy == read_policy(preset.read_text())
    assert policy == read_policy(json.dumps(yaml.safe_load(preset.read_text())))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param("nowhere.yaml", "neither a file nor a mapping", id="no such file"),
        pytest.param("floors: [", "is not YAML", id="not YAML"),
        pytest.param("", "valid dictionary", id="nothing"),
        pytest.param("{}", "lets the first model pass", id="asks for nothing"),
        pytest.param("floor: {map50: 0.9}", "floor: Extra inputs", id="an unknown key"),
        pytest.param("floors: {map50: high}", "floors.map50", id="not a number"),
        pytest.param("floors: {map50: .nan}", "finite", id="nan"),
        pytest.param("floors: {count_mae: 1}", "has no floor", id="an error with a floor"),
        pytest.param(
            "{floors: {f1: 0.5}, not_worse_than_champion: {f1: -0.1}}",
            "not_worse_than_champion.f1",
            id="a margin below zero",
        ),
    ],
)
def test_a_faulty_policy_is_an_error_that_says_where(given, said):
    with pytest.raises(InputError, match=said):
        read_policy(given)
