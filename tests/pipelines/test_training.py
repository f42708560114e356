"""What must hold of the training graph, whatever its details."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cartvision.pipeline.graph import compile_graph, load_graph
from cartvision.pipeline.runs import arguments_of, read_run_set
from pipelines.compiling import GRAPH

RUN_SETS = sorted((GRAPH.parent / "runs").glob("*.yaml"))
WITH_SIDE_EFFECTS = ("announce", "deploy-triton", "refuse")


@pytest.fixture(scope="module")
def spec(tmp_path_factory) -> dict[str, Any]:
    return compiled(tmp_path_factory.mktemp("spec"))


def compiled(folder: Path, **options: str) -> dict[str, Any]:
    compile_graph(load_graph(GRAPH), folder / "training.yaml", **options)
    return yaml.safe_load((folder / "training.yaml").read_text())


def tasks(spec: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every task of every part of the graph, with its component."""
    for part in [spec["root"], *spec["components"].values()]:
        for task in part.get("dag", {}).get("tasks", {}).values():
            yield task["componentRef"]["name"].removeprefix("comp-"), task


def images(spec: dict[str, Any]) -> list[str]:
    executors = spec["deploymentSpec"]["executors"].values()
    return [executor["container"]["image"] for executor in executors]


@pytest.mark.parametrize("stage", WITH_SIDE_EFFECTS)
def test_a_task_with_a_side_effect_is_never_taken_from_a_cache(spec, stage):
    found = [task for name, task in tasks(spec) if name.startswith(stage)]
    assert found
    assert all(not task["cachingOptions"].get("enableCache", False) for task in found)


@pytest.mark.parametrize("stage", ["augment", "export-onnx", "train-attributes", "train-detector"])
def test_a_task_that_only_computes_may_be_taken_from_a_cache(spec, stage):
    found = [task for name, task in tasks(spec) if name.startswith(stage)]
    assert found
    assert all(task["cachingOptions"]["enableCache"] for task in found)


def test_a_judgement_against_the_champion_is_made_anew(spec):
    judged = [task for name, task in tasks(spec) if name.startswith("evaluate")]
    against = [task for task in judged if "champion" in task["inputs"]["parameters"]]
    assert (len(judged), len(against)) == (2, 1)
    assert not against[0]["cachingOptions"].get("enableCache", False)


def test_a_registry_moves_every_image(spec, tmp_path):
    moved = compiled(tmp_path, registry="shop.example/cv")
    assert images(moved) == [
        image.replace("cartvision/", "shop.example/cv/", 1) for image in images(spec)
    ]
    assert len(images(moved)) >= 10


def test_only_the_detectors_training_takes_a_gpu(spec):
    executors = spec["deploymentSpec"]["executors"].items()
    asking = {name: it["container"]["resources"] for name, it in executors if _asks(it)}
    assert list(asking) == ["exec-train-detector"]
    accelerator = asking["exec-train-detector"]["accelerator"]
    assert (accelerator["resourceType"], accelerator["resourceCount"]) == ("nvidia.com/gpu", "1")


def _asks(executor: dict[str, Any]) -> bool:
    return "accelerator" in executor["container"].get("resources", {})


def test_the_end_is_told_whatever_happens_before_it(spec):
    (announce,) = [task for name, task in tasks(spec) if name == "announce"]
    assert announce["dependentTasks"] == ["exit-handler-1"]
    assert announce["triggerPolicy"]["strategy"] == "ALL_UPSTREAM_TASKS_COMPLETED"


def test_there_are_run_sets():
    assert RUN_SETS


@pytest.mark.parametrize("file", RUN_SETS, ids=lambda file: file.stem)
def test_a_run_set_names_only_parameters_of_its_graph(file):
    run_set = read_run_set(file)
    known = list(load_graph(run_set.graph).pipeline_spec.root.input_definitions.parameters)
    given = arguments_of(run_set, known=known, required=[], changes=[])
    assert given["policy"] == run_set.policy.read_text()


@pytest.mark.parametrize("file", RUN_SETS, ids=lambda file: file.stem)
def test_the_shards_of_a_run_set_are_all_of_them_once(file):
    shards = read_run_set(file).parameters["shards"]
    assert shards == [f"{number}/{len(shards)}" for number in range(1, len(shards) + 1)]
