"""The training graph compiles to the reviewed YAML, every time, without what the work needs."""

import difflib
from pathlib import Path

import pytest

from pipelines.compiling import compile_without

GOLDEN = Path(__file__).with_name("training.yaml")
REFRESH = "cartvision pipeline compile --out tests/pipelines/training.yaml"


@pytest.fixture(scope="module")
def compiled(tmp_path_factory) -> tuple[str, str]:
    """Two compilations, under different hash seeds."""
    folder = tmp_path_factory.mktemp("compiled")
    targets = [folder / "one.yaml", folder / "two.yaml"]
    for seed, target in enumerate(targets):
        done = compile_without(target, seed=seed)
        assert done.returncode == 0, done.stderr
    return targets[0].read_text(), targets[1].read_text()


def test_the_yaml_is_the_reviewed_one(compiled):
    old, new = GOLDEN.read_text().splitlines(), compiled[0].splitlines()
    changed = list(difflib.unified_diff(old, new, "reviewed", "compiled", lineterm="", n=1))
    message = f"if the change is meant, run `{REFRESH}` and review its diff"
    assert changed == [], message


def test_two_processes_compile_the_same_bytes(compiled):
    assert compiled[0] == compiled[1]
