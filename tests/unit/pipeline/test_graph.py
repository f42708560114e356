"""Finding the one graph of a file, and compiling it."""

from pathlib import Path

import pytest
import yaml
from kfp import components

from cartvision.errors import InputError
from cartvision.pipeline.graph import compile_graph, load_graph

HEAD = """
from kfp import dsl

@dsl.container_component
def fill(rows: int):
    return dsl.ContainerSpec(image="cartvision/data:1.2.3", command=["true"], args=[rows])
"""
GRAPH = """
@dsl.pipeline(name="{name}")
def {name}(rows: int = 3):
    fill(rows=rows)
"""


def file_with(folder: Path, *names: str) -> Path:
    file = folder / "graph.py"
    file.write_text(HEAD + "".join(GRAPH.format(name=name) for name in names))
    return file


def test_the_graph_of_a_file_is_found(tmp_path):
    assert load_graph(file_with(tmp_path, "shelf")).name == "shelf"


@pytest.mark.parametrize("names", [pytest.param([], id="none"), pytest.param(["a", "b"], id="two")])
def test_a_file_holds_one_graph(tmp_path, names):
    with pytest.raises(InputError, match=f"holds {len(names)} pipelines; a graph file holds one"):
        load_graph(file_with(tmp_path, *names))


def test_a_missing_file_says_what_a_graph_is(tmp_path):
    with pytest.raises(InputError, match=r"no such file\. A graph is a Python file"):
        load_graph(tmp_path / "graph.py")


def test_what_is_compiled_is_what_kfp_loads(tmp_path):
    target = tmp_path / "made" / "graph.yaml"
    compile_graph(load_graph(file_with(tmp_path, "shelf")), target)
    loaded = components.load_component_from_file(str(target))
    assert loaded.name == "shelf"
    assert [path.name for path in target.parent.iterdir()] == ["graph.yaml"]


@pytest.mark.parametrize(
    ("registry", "image"),
    [
        pytest.param("", "cartvision/data:1.2.3", id="our own names"),
        pytest.param("shop.example/cv", "shop.example/cv/data:1.2.3", id="a registry"),
        pytest.param("shop.example/cv/", "shop.example/cv/data:1.2.3", id="with a slash"),
    ],
)
def test_images_move_to_the_registry(tmp_path, registry, image):
    target = tmp_path / "graph.yaml"
    compile_graph(load_graph(file_with(tmp_path, "shelf")), target, registry=registry)
    spec = yaml.safe_load(target.read_text())
    assert spec["deploymentSpec"]["executors"]["exec-fill"]["container"]["image"] == image
