"""The stages that are there are the stages that the rules, the images and the help know."""

import re
import tomllib
from typing import get_args

import pytest
from pydantic import BaseModel

from cartvision.flags import Flags, parse
from cartvision.images import Runtime
from contract.stages import DECLARED, PACKAGE, RUN, flags_of

ROOT = PACKAGE.parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
CONTRACTS = {it["type"]: it for it in PROJECT["tool"]["importlinter"]["contracts"]}


def rooms(modules: list[str]) -> set[str]:
    return {module.removeprefix("cartvision.") for module in modules}


def of_layers() -> set[str]:
    return rooms([name for layer in CONTRACTS["layers"]["layers"] for name in layer.split(" | ")])


def test_the_independent_stages_are_the_declared_ones_and_those_without_a_component():
    independent = rooms(CONTRACTS["independence"]["modules"])
    without = {name for name in independent if not (PACKAGE / name / "component.py").exists()}
    assert independent - without == set(DECLARED)
    assert without <= set(RUN)


def test_every_room_that_runs_has_its_place_among_the_layers():
    assert len(RUN) > len(DECLARED)
    assert set(RUN) <= of_layers()


def test_every_room_has_its_place_among_the_layers():
    found = {file.parent.name for file in PACKAGE.glob("*/__init__.py")}
    assert found <= of_layers()


def test_every_declared_stage_can_be_run():
    assert set(DECLARED) <= set(RUN)


def test_every_runtime_has_its_extra_and_its_image():
    built = re.search(r"^runtimes=\((.*)\)$", (ROOT / "images" / "build").read_text(), re.MULTILINE)
    assert built is not None
    for runtime in get_args(Runtime):
        assert runtime in PROJECT["project"]["optional-dependencies"]
        assert runtime in built[1].split()


def of_verbs(flags: type[BaseModel]) -> list[type[BaseModel]]:
    """The flags, and those of the verbs below them."""
    below = [arg for it in flags.model_fields.values() for arg in get_args(it.annotation)]
    models = [it for it in below if isinstance(it, type) and issubclass(it, BaseModel)]
    return [flags, *models]


@pytest.mark.parametrize("stage", RUN)
def test_every_flag_is_described(stage):
    for model in of_verbs(flags_of(stage)):
        for name, described in model.model_fields.items():
            assert described.description, name


@pytest.mark.parametrize("stage", RUN)
def test_help_names_every_flag_and_exits_0(stage, capsys):
    flags = flags_of(stage)
    with pytest.raises(SystemExit) as ended:
        parse(flags, ["--help"], program=f"cartvision {stage}")
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    for name in set(flags.model_fields) - set(Flags.model_fields):
        assert (flags.model_fields[name].alias or name).replace("_", "-") in shown
