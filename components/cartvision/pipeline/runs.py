"""Parameter sets: one YAML file names a graph and gives its parameters."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cartvision.errors import InputError


class RunSet(BaseModel):
    """The contents of pipelines/runs/*.yaml; paths in it start from the file's own folder."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    graph: Path
    policy: Path  # read into the graph's parameter `policy`
    parameters: dict[str, Any] = Field(default_factory=dict)


def read_run_set(path: Path) -> RunSet:
    try:
        read = RunSet.model_validate(yaml.safe_load(path.read_text()))
    except (ValidationError, yaml.YAMLError) as error:
        raise InputError(f"{path} is not a parameter set: {error}") from None
    return read.model_copy(
        update={
            "graph": path.parent / read.graph,
            "policy": path.parent / read.policy,
        }
    )


def with_policy(run_set: RunSet, name: str) -> RunSet:
    """The same set under another policy of the same folder."""
    other = run_set.policy.with_name(f"{name}.yaml")
    if not other.is_file():
        known = sorted(path.stem for path in other.parent.glob("*.yaml"))
        raise InputError(f"there is no policy {name!r}; there are {known}")
    return run_set.model_copy(update={"policy": other})


def arguments_of(
    run_set: RunSet, *, known: list[str], required: list[str], changes: list[str]
) -> dict[str, Any]:
    """The graph's arguments: the set's own, its policy's text, then `parameter=value` changes."""
    arguments = {**run_set.parameters, "policy": run_set.policy.read_text()}
    for change in changes:
        name, value = _change(change)
        arguments[name] = value
    unknown = sorted(set(arguments) - set(known))
    if unknown:
        raise InputError(f"the graph has no parameters {unknown}; it has {sorted(known)}")
    missing = sorted(set(required) - set(arguments))
    if missing:
        raise InputError(f"the graph needs {missing}: give them in the set, or by --set")
    return arguments


def _change(written: str) -> tuple[str, Any]:
    name, sign, value = written.partition("=")
    if not sign:
        raise InputError(f"--set {written}: write parameter=value")
    try:
        return name, yaml.safe_load(value)
    except yaml.YAMLError as error:
        raise InputError(f"--set {written}: the value is not YAML: {error}") from None
