"""Every declaration's arguments, rendered as KFP renders them, are what its stage's flags read."""

import json
import re
from pathlib import Path
from typing import Any, get_args

import pytest
from kfp import dsl
from pydantic import Field

from cartvision.flags import Flags, parse
from cartvision.images import Runtime, image
from cartvision.outputs import SHOWN
from contract.stages import (
    DECLARED,
    Declaration,
    component_of,
    declaration_of,
    flags_of,
    given_to,
    rendered,
)

NAME = re.compile(r"\['(\w+)'\]")
EXECUTOR_INPUT = ["--executor-input", "{{$}}"]


@pytest.fixture(scope="module", params=DECLARED)
def stage(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def declaration(stage) -> Declaration:
    return declaration_of(component_of(stage))


def test_there_are_declarations():
    assert len(DECLARED) >= 10


def test_the_component_bears_the_name_of_its_folder(stage):
    assert component_of(stage).name == stage.replace("_", "-")


def test_the_command_is_the_stage(stage, declaration):
    assert declaration.command == ["python3", "-m", f"cartvision.{stage}"]


def test_the_image_is_one_of_ours(declaration):
    assert declaration.image in {image(runtime) for runtime in get_args(Runtime)}


def test_every_flag_is_named_as_what_it_carries(declaration):
    assert declaration.args[-2:] == EXECUTOR_INPUT
    flags, values = declaration.args[:-2:2], declaration.args[1:-2:2]
    carried = [f"--{NAME.findall(value)[0].replace('_', '-')}" for value in values]
    assert flags == carried


def only_in_the_executor_input(declaration: Declaration) -> set[str]:
    """What KFP cannot render as an argument, and metrics, which outputs.py writes."""
    artifacts = declaration.inputs.get("artifacts", {}).items()
    made = declaration.outputs.get("artifacts", {}).items()
    return {name for name, it in artifacts if it.get("isArtifactList") or it.get("isOptional")} | {
        name for name, it in made if it["artifactType"]["schemaTitle"] in SHOWN
    }


def test_every_input_and_output_is_an_argument_once(declaration):
    described = [*declaration.inputs.values(), *declaration.outputs.values()]
    names = {name for kind in described for name in kind}
    carried = [flag.removeprefix("--").replace("-", "_") for flag in declaration.args[:-2:2]]
    assert sorted(carried) == sorted(names - only_in_the_executor_input(declaration))


def landed(declaration: Declaration, given: dict[str, Any]) -> dict[str, Any]:
    """What the stage's flags should hold: inputs by their paths and values, outputs by paths."""
    made = [name for kind in declaration.outputs.values() for name in kind]
    defaults = {
        name: it["defaultValue"]
        for name, it in declaration.inputs.get("parameters", {}).items()
        if "defaultValue" in it
    }
    inputs = {name: _landed(value) for name, value in given.items()}
    return defaults | inputs | {name: Path("/out") / name for name in made}


def _landed(value: Any) -> Any:
    if isinstance(value, dsl.Artifact):
        return Path(value.path)
    if isinstance(value, list) and isinstance(value[0], dsl.Artifact):
        return [Path(artifact.path) for artifact in value]
    return value


@pytest.mark.parametrize(
    "optional",
    [pytest.param(True, id="everything"), pytest.param(False, id="only what is required")],
)
def test_every_argument_lands_in_its_flag(stage, declaration, optional):
    given = given_to(declaration, optional=optional)
    flags = parse(flags_of(stage), rendered(declaration, given), program=f"cartvision {stage}")
    expected = landed(declaration, given)
    for shown in ("metrics", "classification"):
        expected.pop(shown, None)
    assert {name: held(flags, name, like=value) for name, value in expected.items()} == expected


def held(flags: Flags, name: str, *, like: Any) -> Any:
    """A flag's value; an object that the stage takes as JSON text is read from it."""
    value = getattr(flags, name)
    return json.loads(value) if isinstance(like, dict) and isinstance(value, str) else value


def test_the_executor_input_tells_where_to_describe_the_outputs(stage, declaration):
    given = given_to(declaration, optional=True)
    flags = parse(flags_of(stage), rendered(declaration, given), program=f"cartvision {stage}")
    assert flags.kfp is not None
    assert flags.kfp.outputs.output_file == "/out/executor_output.json"
    assert set(flags.kfp.outputs.artifacts) == set(declaration.outputs.get("artifacts", {}))


@dsl.container_component
def everything(steps: int, keep: float, fast: bool, name: str, names: list, weights: dict):
    args = ["--steps", steps, "--keep", keep, "--fast", fast]
    args += ["--name", name, "--names", names, "--weights", weights, *EXECUTOR_INPUT]
    return dsl.ContainerSpec(image="python", command=["python3"], args=args)


class EverythingFlags(Flags):
    steps: int = Field(description="int")
    keep: float = Field(description="float")
    fast: bool = Field(description="bool")
    name: str = Field(description="str")
    names: list[str] = Field(description="list")
    weights: dict[str, float] = Field(description="dict")


@pytest.mark.parametrize(
    "given",
    [
        pytest.param(
            {"steps": 3, "keep": 0.5, "fast": True, "name": "a", "names": ["b"], "weights": {}},
            id="plain",
        ),
        pytest.param(
            {"steps": 0, "keep": 1e-9, "fast": False, "name": "", "names": [], "weights": {"a": 1}},
            id="empty and small",
        ),
        pytest.param(
            {
                "steps": -7,
                "keep": -2.0,
                "fast": True,
                "name": "floors:\n  map50: 0.9 # 'it''s' \"so\" {x: [1, 2]}\n",
                "names": ['a "b"', "c, d", "[e"],
                "weights": {"é ": 0.25, "b=c": -1.5},
            },
            id="with quotes, commas and lines",
        ),
        pytest.param(
            {
                "steps": 1,
                "keep": 1.0,
                "fast": False,
                "name": "---\nfloors: {map50: 0.9}\n",
                "names": ["a\\b", "a\nb", "", " "],
                "weights": {'a "b"': 1, "a,b": 2, "--steps": 3},
            },
            id="with escapes, blanks and dashes",
        ),
    ],
)
def test_every_type_of_parameter_arrives_as_it_was_given(given):
    arguments = rendered(declaration_of(everything), given)
    flags = parse(EverythingFlags, arguments, program="cartvision everything")
    assert flags.model_dump(exclude={"debug", "executor_input"}) == given
