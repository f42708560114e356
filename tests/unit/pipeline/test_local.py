"""Graphs of container components, really run in processes of this environment."""

import builtins
import json
from pathlib import Path

import pytest
from kfp import dsl
from kfp.local import config
from kfp.local.subprocess_task_handler import SubprocessTaskHandler

from cartvision.announce.status import read_status
from cartvision.errors import WorkError
from cartvision.pipeline.local import run_graph

WRITE = """
import pathlib, sys
file = pathlib.Path(sys.argv[2])
file.parent.mkdir(parents=True)
file.write_text(sys.argv[1])
"""
APPEND = "import sys; open(sys.argv[2], 'a').write(sys.argv[1] + '\\n')"


@dsl.container_component
def measure(rows: int, counted: dsl.OutputPath(int)):
    return dsl.ContainerSpec(image="python", command=["python3", "-c", WRITE], args=[rows, counted])


@dsl.container_component
def note(text: str, file: str):
    return dsl.ContainerSpec(image="python", command=["python3", "-c", APPEND], args=[text, file])


@dsl.container_component
def count(rows: int, file: str):
    return dsl.ContainerSpec(image="python", command=["python3", "-c", APPEND], args=[rows, file])


@dsl.container_component
def collapse():
    return dsl.ContainerSpec(image="python", command=["python3", "-c", "raise SystemExit(3)"])


@dsl.container_component
def report(status: dsl.PipelineTaskFinalStatus, file: str):
    command = ["python3", "-c", APPEND]
    return dsl.ContainerSpec(image="python", command=command, args=[status, file])


@dsl.pipeline(name="chain")
def chain(rows: int, file: str):
    count(rows=measure(rows=rows).outputs["counted"], file=file)


@dsl.pipeline(name="loop")
def loop(names: list, file: str):
    with dsl.ParallelFor(names) as name:
        note(text=name, file=file)


@dsl.pipeline(name="broken")
def broken(file: str):
    ending = report(file=file)
    with dsl.ExitHandler(ending, name="work"):
        after = collapse()
        note(text="never", file=file).after(after)


@pytest.fixture(autouse=True)
def _nothing_stays_configured():
    yield
    config.LocalExecutionConfig.instance = None


def test_values_travel_from_task_to_task(tmp_path):
    file = tmp_path / "told"
    run_graph(chain, arguments={"rows": 7, "file": str(file)}, root=tmp_path / "runs")
    assert file.read_text() == "7\n"


def test_what_tasks_make_lies_under_the_root(tmp_path):
    run_graph(chain, arguments={"rows": 7, "file": str(tmp_path / "t")}, root=tmp_path / "runs")
    (run,) = (tmp_path / "runs").iterdir()
    assert (run / "measure" / "counted").read_text() == "7"


def test_after_a_loop_print_is_pythons_own(tmp_path):
    own, file = builtins.print, tmp_path / "told"
    run_graph(loop, arguments={"names": ["a", "b"], "file": str(file)}, root=tmp_path / "runs")
    assert sorted(file.read_text().split()) == ["a", "b"]
    assert builtins.print is own


@pytest.fixture
def failed(tmp_path) -> tuple[str, Path]:
    """What a graph with a failing task said, and the file that its tasks wrote."""
    file = tmp_path / "told"
    with pytest.raises(WorkError) as error:
        run_graph(broken, arguments={"file": str(file)}, root=tmp_path / "runs")
    return str(error.value), file


def test_a_failing_task_is_a_work_error_that_names_it(failed):
    said = "Pipeline 'broken' finished with status FAILURE. Inner task failed: 'collapse' inside"
    assert failed[0].startswith(said)
    assert failed[0].endswith(" Its log is above.")


def test_after_a_failing_task_only_the_ending_runs_and_knows_it(failed):
    (told,) = failed[1].read_text().splitlines()
    status = read_status(told)
    assert status.state == json.loads(told)["state"] == "FAILED"
    assert "failed" in status.error.message


def test_kfps_own_check_is_back_afterwards(tmp_path):
    check = SubprocessTaskHandler.validate_not_container_component
    run_graph(chain, arguments={"rows": 1, "file": str(tmp_path / "t")}, root=tmp_path / "runs")
    with pytest.raises(WorkError):
        run_graph(broken, arguments={"file": str(tmp_path / "t")}, root=tmp_path / "runs")
    assert SubprocessTaskHandler.validate_not_container_component is check
