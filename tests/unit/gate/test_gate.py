"""The stage from reports and a policy to a verdict."""

import html
import json
import shutil
from pathlib import Path

import pytest
import yaml

from cartvision.errors import InputError
from cartvision.flags import parse
from cartvision.gate.__main__ import main
from cartvision.gate.flags import GateFlags
from cartvision.gate.policy import Policy, read_policy
from cartvision.reports.verdict import Verdict
from unit.gate.judging import by_chance, evidence_of, judged, written

PRESETS = sorted((Path(__file__).parents[3] / "pipelines" / "policies").glob("*.yaml"))
GOOD, POOR = (evidence_of(by_chance(share, seed=4)) for share in (0.95, 0.6))
BESIDE = "{floors: {map50: 0.1}, champion: {overall: {recall: 0.005}}}"


@pytest.fixture
def candidate(tmp_path):
    return written(tmp_path / "report", judged(GOOD, more={"map50": 0.95}))


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
    assert verdict["subject"] == "onnx int8"


def test_the_champion_lies_within_the_candidates_report(tmp_path):
    candidate = written(tmp_path / "report", judged(POOR))
    written(candidate / "champion", judged(GOOD, subject="r-1, onnx fp32"))
    verdict, said = gate(tmp_path, candidate, BESIDE)
    assert (said, verdict["champion"]) == ("false", "r-1, onnx fp32")
    assert "recall is" in verdict["reasons"][0]


def test_a_champion_can_be_given_instead(tmp_path, candidate):
    champion = written(tmp_path / "theirs", judged(POOR))
    verdict, said = gate(tmp_path, candidate, BESIDE, champion=champion)
    assert (said, len(verdict["checks"])) == ("true", 2)


def test_what_ships_is_held_to_what_was_trained(tmp_path, candidate):
    reference = written(tmp_path / "trained", judged(GOOD, more={"map50": 0.99}))
    verdict, said = gate(
        tmp_path, candidate, "{floors: {map50: 0.1}, keeps: {map50: 0.99}}", reference=reference
    )
    assert said == "false"
    assert "Ship a higher precision?" in verdict["reasons"][0]


def test_a_release_can_carry_the_verdict(tmp_path, candidate):
    verdict, _ = gate(tmp_path, candidate, "floors: {map50: 1.01}")
    assert Verdict.model_validate(verdict).reasons == verdict["reasons"]


def test_the_page_says_why_and_shows_the_losses(tmp_path):
    candidate = written(tmp_path / "report", judged(POOR))
    written(candidate / "champion", judged(GOOD))
    page = tmp_path / "page.html"
    verdict, _ = gate(tmp_path, candidate, BESIDE, page=page)
    text = page.read_text()
    assert "Refused: onnx int8" in text
    assert verdict["reasons"][0] in text
    assert verdict["checks"][1]["pictures"][0] in html.unescape(text)
    assert "data:image/png" in text


def test_the_figures_reach_the_executor_output(tmp_path, candidate):
    told = tmp_path / "output.json"
    artifact = {"type": {"schemaTitle": "system.Metrics"}, "uri": str(tmp_path / "metrics")}
    outputs = {"outputFile": str(told), "artifacts": {"metrics": {"artifacts": [artifact]}}}
    given = json.dumps({"outputs": outputs})
    gate(tmp_path, candidate, "floors: {map50: 0.9}", executor_input=given)
    shown = json.loads(told.read_text())["artifacts"]["metrics"]["artifacts"][0]["metadata"]
    assert shown == {"passed": 1.0, "map50 ≥ 0.9": 0.95}


def test_a_folder_without_a_report_is_an_error(tmp_path):
    with pytest.raises(InputError, match="is not a report"):
        gate(tmp_path, tmp_path, "floors: {map50: 0.9}")


def test_a_report_without_its_evidence_is_an_error(tmp_path, candidate):
    shutil.rmtree(candidate / "evidence")
    with pytest.raises(InputError, match="the report lacks its evidence"):
        gate(tmp_path, candidate, "floors: {map50: 0.9}")


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        pytest.param("floors: {}", "lets the first model pass", id="no floors"),
        pytest.param("{floors: {map: .5}, floor: 1}", "floor: Extra inputs", id="a typing slip"),
        pytest.param("{floors: {ece: .1}}", "ece: lower is better", id="a floor of an error"),
        pytest.param(
            "{floors: {map: .5}, ceilings: {map: 1}}", "map: higher is better", id="a ceiling"
        ),
        pytest.param(
            "{floors: {map: .5}, champion: {overall: {recal: 0.01}}}",
            "recal: no figure that two models are compared in",
            id="a slip in a figure",
        ),
        pytest.param(
            "{floors: {map: .5}, champion: {overall: {map: 0.01}, attributes: {ap: 0.01}}}",
            "ap: no figure that two models",
            id="a figure that cannot be drawn",
        ),
        pytest.param("nowhere.yaml", "neither a file nor a mapping", id="no such file"),
        pytest.param("floors: [", "is not YAML", id="not YAML"),
        pytest.param(
            "{floors: {map: .5}, champion: {overall: {}}}", "names no figure", id="compares nothing"
        ),
        pytest.param(
            "{floors: {map: .5}, champion: {rule: trust, overall: {map: 0.01}}}",
            "champion.rule: Input should be 'block-on-evidence-of-harm' or 'prove-no-harm'",
            id="an unknown rule",
        ),
        pytest.param(
            "{floors: {map: .5}, champion: {overall: {map: 0.03}}}",
            "map: the margin is not below must_see, 0.02",
            id="a margin wider than what must be seen",
        ),
        pytest.param(
            "{floors: {map: .5}, licences: [mine]}", "licences.0: Input should be", id="licence"
        ),
        pytest.param("{floors: {map: .nan}}", "floors.map: Input should be a finite", id="nan"),
    ],
)
def test_a_policy_that_cannot_be_meant_is_an_error(policy, said):
    with pytest.raises(InputError, match=said.replace(".", r"\.")):
        read_policy(policy)


def test_there_are_presets():
    assert {file.stem for file in PRESETS} == {
        "cart-events", "demo", "impossible", "production", "sku110k", "strict",
    }  # fmt: skip


@pytest.mark.parametrize("file", [pytest.param(file, id=file.stem) for file in PRESETS])
def test_every_preset_is_a_policy_and_says_where_it_is_for(file):
    policy = read_policy(str(file))
    assert policy == Policy.model_validate(yaml.safe_load(file.read_text()))
    assert file.read_text().startswith("# ")


def test_the_optional_reports_come_with_the_executor_input():
    artifacts = {"reference": {"artifacts": [{"uri": "/r"}]}}
    given = ["--candidate", "/c", "--policy", "p", "--verdict", "/v", "--executor-input"]
    told = json.dumps({"inputs": {"artifacts": artifacts}})
    flags = parse(GateFlags, [*given, told], program="cartvision gate")
    assert (str(flags.reference), flags.champion) == ("/r", None)


def test_evidence_of_another_report_is_an_error(tmp_path, candidate):
    other = written(tmp_path / "other", judged(POOR))
    shutil.rmtree(candidate / "evidence")
    shutil.copytree(other / "evidence", candidate / "evidence")
    with pytest.raises(InputError, match="the evidence is not that of the report"):
        gate(tmp_path, candidate, "floors: {map50: 0.9}")


def test_proof_may_have_any_margin():
    policy = read_policy(
        "{floors: {map: .5}, champion: {rule: prove-no-harm, overall: {map: .03}}}"
    )
    assert policy.champion.overall == {"map": 0.03}
