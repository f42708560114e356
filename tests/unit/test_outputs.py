"""Our reading and writing of KFP's executor input and output, held against KFP's own."""

import json
from pathlib import Path

import pytest
from google.protobuf import json_format
from hypothesis import given
from hypothesis import strategies as st
from kfp import dsl
from kfp.local.executor_input_utils import construct_executor_input
from kfp.local.executor_output_utils import get_outputs_for_task
from kfp.pipeline_spec.pipeline_spec_pb2 import RuntimeArtifact

from cartvision.outputs import Artifact, ExecutorInput, write_executor_output

SHOWN = {
    "metrics": {"map50": 0.97, "objects": 120},
    "classes": {
        "confidenceMetrics": [
            {"confidenceThreshold": 0.5, "recall": 0.9, "falsePositiveRate": 0.1},
        ]
    },
    "page": {"outcome": "released"},
}


@dsl.container_component
def judged(
    report: dsl.Output[dsl.Artifact],
    metrics: dsl.Output[dsl.Metrics],
    classes: dsl.Output[dsl.ClassificationMetrics],
    page: dsl.Output[dsl.HTML],
    passed: dsl.OutputPath(bool),
):
    """A declaration with every kind of output that our stages have."""
    return dsl.ContainerSpec(
        image="python", args=[report.path, metrics.path, classes.path, page.path, passed]
    )


@pytest.mark.parametrize(
    "uri",
    [
        pytest.param("s3://bucket/run/dataset", id="s3"),
        pytest.param("gs://bucket/run/dataset", id="gs"),
        pytest.param("minio://mlpipeline/v2/artifacts/dataset", id="minio"),
        pytest.param("/tmp/runs/r1/ingest/dataset", id="local"),  # noqa: S108 - a name, never opened
        pytest.param("relative/dataset", id="relative"),
    ],
)
def test_an_artifact_lies_where_kfp_says(uri):
    assert Artifact(uri=uri).path == Path(dsl.Artifact(uri=uri).path)


@given(
    scheme=st.sampled_from(["s3://", "gs://", "minio://", "/"]),
    parts=st.lists(st.text("abc s3:gs-._", min_size=1), min_size=1),
)
def test_any_address_maps_as_kfp_maps_it(scheme, parts):
    uri = scheme + "/".join(parts)
    assert Artifact(uri=uri).path == Path(dsl.Artifact(uri=uri).path)


def test_a_custom_path_wins_as_in_kfp():
    theirs = dsl.Artifact(uri="s3://bucket/a")
    theirs.custom_path = "/data/a"
    told = RuntimeArtifact(uri="s3://bucket/a", custom_path="/data/a")
    assert Artifact.model_validate_json(json_format.MessageToJson(told)).path == Path(theirs.path)


def test_a_list_of_artifacts_keeps_its_order():
    uris = [f"/shards/{number}" for number in (3, 1, 2)]
    listed = {"artifacts": {"dataset": {"artifacts": [{"uri": uri} for uri in uris]}}}
    read = ExecutorInput.model_validate({"inputs": listed})
    assert read.input_paths("dataset") == [Path(uri) for uri in uris]


@pytest.fixture
def task(tmp_path):
    """KFP's own executor input of a task, and its declaration."""
    (spec,) = judged.pipeline_spec.components.values()
    told = construct_executor_input(
        component_spec=spec, arguments={}, task_root=str(tmp_path), block_input_artifact=True
    )
    return told, spec


def ours(told) -> ExecutorInput:
    return ExecutorInput.model_validate_json(json_format.MessageToJson(told))


def test_kfp_takes_our_output_and_finds_every_artifact_with_its_values(task, tmp_path):
    told, spec = task
    (tmp_path / "passed").write_text("true")
    write_executor_output(ours(told), metadata=SHOWN)
    found = get_outputs_for_task(executor_input=told, component_spec=spec)
    assert found.pop("passed") is True
    assert {name: (type(it), it.path, it.metadata) for name, it in found.items()} == {
        "report": (dsl.Artifact, str(tmp_path / "report"), {}),
        "metrics": (dsl.Metrics, str(tmp_path / "metrics"), SHOWN["metrics"]),
        "classes": (dsl.ClassificationMetrics, str(tmp_path / "classes"), SHOWN["classes"]),
        "page": (dsl.HTML, str(tmp_path / "page"), SHOWN["page"]),
    }


def test_metrics_of_both_kinds_are_real_files_and_the_others_stay_the_stages(task, tmp_path):
    write_executor_output(ours(task[0]), metadata=SHOWN)
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert set(written) == {"executor_output.json", "metrics", "classes"}
    assert json.loads(written["metrics"]) == SHOWN["metrics"]
    assert json.loads(written["classes"]) == SHOWN["classes"]


def test_values_that_kfp_gave_are_kept(task, tmp_path):
    told, _ = task
    told.outputs.artifacts["page"].artifacts[0].metadata["theme"] = "dark"
    write_executor_output(ours(told), metadata=SHOWN)
    written = json.loads((tmp_path / "executor_output.json").read_text())
    (page,) = written["artifacts"]["page"]["artifacts"]
    assert page["metadata"] == {"theme": "dark", "outcome": "released"}


@pytest.mark.parametrize(
    "told",
    [
        pytest.param(None, id="a person's run"),
        pytest.param(ExecutorInput(), id="no output file"),
    ],
)
def test_nothing_is_written_where_kfp_told_of_no_file(told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_executor_output(told, metadata=SHOWN)
    assert list(tmp_path.iterdir()) == []
