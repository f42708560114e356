"""Loading a graph from its file, and compiling it."""

import importlib.util
from pathlib import Path
from typing import Any

import yaml
from kfp import compiler
from kfp.dsl.graph_component import GraphComponent

from cartvision.errors import InputError
from cartvision.files import write_text
from cartvision.images import REGISTRY


def load_graph(path: Path) -> GraphComponent:
    """The one @dsl.pipeline of a Python file."""
    if not path.is_file():
        raise InputError(f"{path}: no such file. A graph is a Python file, pipelines/training.py")
    spec = importlib.util.spec_from_file_location(f"graph_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    graphs = [value for value in vars(module).values() if isinstance(value, GraphComponent)]
    if len(graphs) != 1:
        raise InputError(f"{path} holds {len(graphs)} pipelines; a graph file holds one")
    return graphs[0]


def compile_graph(graph: GraphComponent, target: Path, *, registry: str = "") -> None:
    """Write the graph's YAML, its images moved to `registry` where one is given."""
    aside = target.with_name(f".{target.name}.partial.yaml")
    aside.parent.mkdir(parents=True, exist_ok=True)
    compiler.Compiler().compile(graph, str(aside))
    documents = list(yaml.safe_load_all(aside.read_text()))
    aside.unlink()
    if registry:
        _move_images(documents[0], registry=registry.rstrip("/"))
    write_text(target, yaml.safe_dump_all(documents, sort_keys=True))


def _move_images(spec: dict[str, Any], *, registry: str) -> None:
    for executor in spec["deploymentSpec"]["executors"].values():
        container = executor["container"]
        container["image"] = container["image"].replace(REGISTRY, registry, 1)
