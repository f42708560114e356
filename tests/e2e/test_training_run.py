"""The whole graph, really run: every stage in a process, on a small store."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from cartvision.data.checks import faults
from cartvision.data.reader import open_dataset
from cartvision.storage.store import open_store
from cartvision.triton.channels import released_on
from cartvision.triton.release import read_release

pytestmark = pytest.mark.slow

GRAPH = Path(__file__).parents[2] / "pipelines" / "training.py"
POLICIES = GRAPH.parent / "policies"
EASY = {"floors": {"map50": 0.01}, "champion": {"overall": {"map50": 0.5}, "must_see": 0.6}}
SMALL = {
    "copies": 2,
    "format": ["sku110k"],
    "shards": ["1/2", "2/2"],
    "detector_preset": "demo",
    "detector_steps": 60,
    "detector_batch": 4,
    "detector_size": 160,
    "attribute_preset": "demo",
    "attribute_crops": 600,
    "attribute_crop": 32,
    "attribute_warm_epochs": 20,
    "calibration": 4,
    "measured": 4,
    "val_share": 0.2,
    "draws": 200,
    "timed_calls": 5,
}


@dataclass(frozen=True)
class Run:
    """What a run left."""

    tasks: Path  # one folder a task
    releases: Path
    said: str


def cartvision(*arguments: str) -> str:
    command = [sys.executable, "-m", "cartvision", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("source") / "store"
    drawn = [
        "--images",
        "42",
        "--seed",
        "5",
        "--size",
        "320",
        "--format",
        "sku110k",
        "--scenes",
        "tidy",
    ]
    cartvision("synthesize", *drawn, "--out", str(folder))
    return folder


def run_graph(store: Path, folder: Path, *, policy: Path) -> Run:
    releases = folder / "releases"
    places = {"source": [str(store)], "releases": str(releases), "memory": str(folder / "memory")}
    parameters = SMALL | places
    run_set = folder / "run.yaml"
    written = {"graph": str(GRAPH), "policy": str(policy), "parameters": parameters}
    run_set.write_text(yaml.safe_dump(written))
    root = folder / "runs"
    said = cartvision("pipeline", "run", "--runs", str(run_set), "--root", str(root), "--name", "r")
    (tasks,) = (root / "r").iterdir()
    return Run(tasks=tasks, releases=releases, said=said)


@pytest.fixture(scope="module")
def released(store, tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("released")
    policy = folder / "easy.yaml"
    policy.write_text(yaml.safe_dump(EASY))
    return run_graph(store, folder, policy=policy)


@pytest.fixture(scope="module")
def refused(store, tmp_path_factory) -> Run:
    folder = tmp_path_factory.mktemp("refused")
    return run_graph(store, folder, policy=POLICIES / "impossible.yaml")


def outcome(run: Run) -> dict[str, object]:
    (record,) = (run.releases / "runs").iterdir()
    return json.loads(record.read_text())


def test_a_model_that_passes_is_released_and_stable(released):
    opened = open_store(str(released.releases))
    name = released_on(opened, "stable")
    info = read_release(opened, name)
    assert outcome(released) == {"outcome": "released", "release": name, "reasons": []}
    assert info.verdict.passed
    assert info.licences == ["CC0-1.0"]
    assert f"{name} was released and is now stable." in released.said


def test_the_report_in_the_release_is_of_the_very_file_that_ships(released):
    info = read_release(
        open_store(str(released.releases)),
        released_on(open_store(str(released.releases)), "stable"),
    )
    judged = json.loads((released.tasks / "evaluate-2" / "report" / "metrics.json").read_text())
    assert judged["subject"] == f"onnx {info.precision}"
    assert judged["overall"]["map50"]["value"] == info.metrics["map50"].value


def test_the_shards_of_the_copies_are_one_sound_dataset(released):
    shards = sorted(released.tasks.glob("for-loop-*/augment/out"))
    whole = open_dataset(shards)
    ingested = open_dataset(released.tasks / "ingest" / "dataset")
    assert len(shards) == 2
    assert list(faults(whole)) == []
    assert whole.size("train") == 2 * ingested.size("train")
    assert whole.size("test") == ingested.size("test")


def test_metrics_and_pages_reach_the_kubeflow_ui(released):
    output = json.loads((released.tasks / "evaluate" / "executor_output.json").read_text())
    shown = output["artifacts"]["metrics"]["artifacts"][0]["metadata"]
    assert 0 <= shown["map50"] <= 1
    drawn = output["artifacts"]["classification"]["artifacts"][0]["metadata"]
    assert {"confusionMatrix", "confidenceMetrics"} <= set(drawn)
    for task in ("ingest", "train-detector", "train-attributes", "evaluate", "gate", "export-onnx"):
        assert (released.tasks / task / "page").read_text().startswith("<!doctype html>")


def test_a_refused_model_ends_the_run_in_success_and_releases_nothing(refused):
    assert not (refused.releases / "releases").exists()
    assert not (refused.releases / "channels").exists()
    assert not (refused.tasks / "export-onnx").exists()
    assert "The model was refused. Nothing was released." in refused.said


def test_a_refusal_says_why_and_what_would_pass(refused):
    told = outcome(refused)
    assert told["outcome"] == "refused"
    assert "at least 1.0100 would pass" in str(told["reasons"])
