"""The stages as they are found, and their declarations rendered by KFP's own code."""

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from google.protobuf import json_format
from kfp import dsl
from kfp.dsl.base_component import BaseComponent
from kfp.local.executor_input_utils import construct_executor_input, executor_input_to_dict
from kfp.local.placeholder_utils import replace_placeholders

import cartvision
from cartvision.flags import Flags

PACKAGE = Path(cartvision.__file__).parent
DECLARED = sorted(file.parent.name for file in PACKAGE.glob("*/component.py"))
RUN = sorted(
    file.parent.name
    for file in PACKAGE.glob("*/__main__.py")
    if (file.parent / "flags.py").exists()
)

OF_TYPE = {
    "NUMBER_INTEGER": 3,
    "NUMBER_DOUBLE": 0.5,
    "BOOLEAN": True,
    "STRING": "text",
    "LIST": ["a", "b"],
    "STRUCT": {"a": 1},
    "TASK_FINAL_STATUS": {"state": "SUCCEEDED", "pipelineTaskName": "training", "error": {}},
}
OF_NAME = {  # where not every value of the type will do
    "architecture": "anchors",
    "balance": "sku",
    "columns": ["sender_id=group"],
    "format": ["sku110k"],
    "licence": ["MIT"],
    "near": 40,
    "preset": "l40",
    "source": ["s3://shelves/spring"],
    "keep": 0.9,
    "run": "r1",
    "shard": "1/2",
    "size": 64,
    "split": "test",
    "test_share": 0.25,
    "zoom": [0.5, 2.0],
}


@dataclass(frozen=True)
class Declaration:
    """A component as KFP compiles it."""

    inputs: dict[str, Any]  # parameters and artifacts, each with its type
    outputs: dict[str, Any]
    image: str
    command: list[str]
    args: list[str]
    spec: Any


def component_of(stage: str) -> BaseComponent:
    return getattr(importlib.import_module(f"cartvision.{stage}.component"), stage)


def flags_of(stage: str) -> type[Flags]:
    name = "".join(word.title() for word in stage.split("_"))
    return getattr(importlib.import_module(f"cartvision.{stage}.flags"), f"{name}Flags")


def declaration_of(component: BaseComponent) -> Declaration:
    compiled = component.pipeline_spec
    (spec,) = compiled.components.values()
    executors = json_format.MessageToDict(compiled.deployment_spec)["executors"]
    container = executors[spec.executor_label]["container"]
    described = json_format.MessageToDict(spec)
    return Declaration(
        inputs=described.get("inputDefinitions", {}),
        outputs=described.get("outputDefinitions", {}),
        image=container["image"],
        command=container["command"],
        args=container["args"],
        spec=spec,
    )


def given_to(declaration: Declaration, *, optional: bool) -> dict[str, Any]:
    """A value for every input, the optional ones too or not."""
    parameters = {
        name: OF_NAME.get(name, OF_TYPE[described["parameterType"]])
        for name, described in declaration.inputs.get("parameters", {}).items()
        if optional or not described.get("isOptional") or "defaultValue" not in described
    }
    artifacts = {
        name: _artifacts(name, listed=described.get("isArtifactList", False))
        for name, described in declaration.inputs.get("artifacts", {}).items()
        if optional or not described.get("isOptional")
    }
    return parameters | artifacts


def _artifacts(name: str, *, listed: bool) -> dsl.Artifact | list[dsl.Artifact]:
    many = [dsl.Artifact(name=name, uri=f"/in/{name}/{number}") for number in range(3)]
    return many if listed else many[0]


def rendered(declaration: Declaration, given: dict[str, Any]) -> list[str]:
    """The arguments of the container, as KFP would start it for a task in /out."""
    told = construct_executor_input(
        component_spec=declaration.spec,
        arguments=given,
        task_root="/out",
        block_input_artifact=False,
    )
    return replace_placeholders(
        full_command=declaration.args,
        executor_input_dict=executor_input_to_dict(told, declaration.spec),
        pipeline_resource_name="pipeline",
        task_resource_name="task",
        pipeline_root="/out",
        unique_pipeline_id="r1",
    )
