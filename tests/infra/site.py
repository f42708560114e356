"""The example site as terraform would build it: applied against a mocked AWS, then read back."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TERRAFORM = ROOT / "terraform"

Values = dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    """What `terraform test` said: verdicts of its runs, and the state each run left."""

    verdicts: dict[str, str]
    states: dict[str, Values]


def in_terraform(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("terraform") is None:
        pytest.skip("terraform is not installed")
    return subprocess.run(
        ["terraform", f"-chdir={folder}", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"CHECKPOINT_DISABLE": "1"},
    )


def initialised(folder: Path) -> Path:
    """A copy of terraform/ below `folder`, ready to use; its example site is returned."""
    shutil.copytree(TERRAFORM, folder / "terraform", ignore=shutil.ignore_patterns(".terraform*"))
    site = folder / "terraform" / "envs" / "example"
    plugins = _plugin_folder()
    options = [f"-plugin-dir={plugins}"] if plugins else []
    done = in_terraform(site, "init", "-input=false", "-no-color", "-backend=false", *options)
    if done.returncode != 0 and "Failed to query available provider packages" in done.stderr:
        pytest.skip("the aws provider cannot be fetched; CARTVISION_TF_PLUGINS may name a folder")
    assert done.returncode == 0, done.stderr
    return site


def _plugin_folder() -> Path | None:
    """Providers on disk, where no registry is reached: named, or beside pip's local wheels."""
    if named := os.environ.get("CARTVISION_TF_PLUGINS"):
        return Path(named)
    told = subprocess.run(
        ["python3", "-m", "pip", "config", "get", "global.find-links"],
        capture_output=True,
        text=True,
        check=False,
    )
    beside = Path(told.stdout.strip()).parent / "tf-plugins"
    return beside if told.stdout.strip() and beside.is_dir() else None


def run_tests(site: Path) -> Outcome:
    done = in_terraform(site, "test", "-json", "-verbose")
    verdicts, states = {}, {}
    for line in done.stdout.splitlines():
        said = json.loads(line)
        if said["type"] == "test_run" and said["test_run"].get("progress") == "complete":
            verdicts[said["@testrun"]] = said["test_run"]["status"]
        if said["type"] == "test_state":
            states[said["@testrun"]] = said["test_state"]["root_module"]
    return Outcome(verdicts=verdicts, states=states)


def resources(state: Values, kind: str) -> dict[str, Values]:
    """The resources of one type by address: name for single ones, key for those of a for_each."""
    found = {
        str(resource.get("index", resource["name"])): resource["values"]
        for module in state["child_modules"]
        for resource in module["resources"]
        if resource["type"] == kind
    }
    assert found, f"the site has no {kind}"
    return found
