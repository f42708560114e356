"""Parameter sets: read, changed, and refused in one clear line."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from cartvision.errors import InputError
from cartvision.flags import parse
from cartvision.pipeline.__main__ import main, run_here
from cartvision.pipeline.flags import PipelineFlags, RunFlags
from cartvision.pipeline.runs import arguments_of, read_run_set, with_policy

GRAPH = Path(__file__).parents[3] / "pipelines" / "training.py"
NOW = datetime(2030, 1, 2, 3, 4, 5, tzinfo=UTC)
POLICY = "floors:\n  map50: 0.9 # of the test split\n"


PLACES = {"source": ["a"], "format": ["sku110k"], "memory": "m", "releases": "b"}


@pytest.fixture
def run_set(tmp_path) -> Path:
    for name in ("strict", "easy"):
        (tmp_path / f"{name}.yaml").write_text(POLICY)
    return written(tmp_path, graph=str(GRAPH), parameters=PLACES)


def written(folder: Path, **content: object) -> Path:
    file = folder / "set.yml"
    file.write_text(yaml.safe_dump({"policy": "strict.yaml"} | content))
    return file


def given(run_set: Path, *changes: str) -> dict[str, object]:
    known = [*PLACES, "policy", "copies", "shards", "keep"]
    return arguments_of(
        read_run_set(run_set), known=known, required=[*PLACES], changes=list(changes)
    )


def test_paths_start_from_the_sets_own_folder(tmp_path, monkeypatch):
    (tmp_path / "sets").mkdir()
    monkeypatch.chdir("/")
    file = written(tmp_path / "sets", graph="../graph.py", policy="../strict.yaml")
    read = read_run_set(file)
    assert read.graph.resolve() == tmp_path / "graph.py"
    assert read.policy.resolve() == tmp_path / "strict.yaml"


def test_the_policys_text_is_a_parameter_to_the_letter(run_set):
    assert given(run_set) == PLACES | {"policy": POLICY}


@pytest.mark.parametrize(
    ("change", "name", "value"),
    [
        pytest.param("copies=3", "copies", 3, id="int"),
        pytest.param("keep=0.5", "keep", 0.5, id="float"),
        pytest.param("source=s3://b/a=1", "source", "s3://b/a=1", id="an address with ="),
        pytest.param('shards=["1/2", "2/2"]', "shards", ["1/2", "2/2"], id="list"),
    ],
)
def test_a_change_wins_over_the_set(run_set, change, name, value):
    assert given(run_set, change)[name] == value


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param("nope=1", r"the graph has no parameters \['nope'\]; it has \['cop", id="name"),
        pytest.param("copies", "--set copies: write parameter=value", id="no value"),
        pytest.param("copies=[1", r"--set copies=\[1: the value is not YAML", id="broken value"),
    ],
)
def test_a_change_that_cannot_be_is_an_input_error(run_set, change, said):
    with pytest.raises(InputError, match=said):
        given(run_set, change)


def test_another_policy_of_the_folder_is_taken_by_name(run_set):
    read = with_policy(read_run_set(run_set), "easy")
    assert read.policy.name == "easy.yaml"
    assert read.parameters == PLACES


def test_an_unknown_policy_names_the_known(run_set):
    with pytest.raises(InputError, match=r"no policy 'eazy'; there are \['easy', 'strict'\]"):
        with_policy(read_run_set(run_set), "eazy")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("graph: [", id="no YAML"),
        pytest.param("graph: g.py", id="no policy"),
        pytest.param("{graph: g.py, policy: p.yaml, parametres: {}}", id="misspelt"),
    ],
)
def test_a_file_that_is_no_set_is_an_input_error(tmp_path, content):
    (tmp_path / "set.yml").write_text(content)
    with pytest.raises(InputError, match="is not a parameter set"):
        read_run_set(tmp_path / "set.yml")


def run(run_set: Path, **more: object) -> None:
    run_here(RunFlags(runs=run_set, root=run_set.parent / "runs", **more), now=NOW)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        pytest.param({"set": ["nope=1"]}, r"has no parameters \['nope'\]", id="unknown parameter"),
        pytest.param({"set": ["copies=many"]}, "Incompatible argument .* 'copies'", id="type"),
        pytest.param({"policy": "none"}, "no policy 'none'", id="unknown policy"),
    ],
)
def test_what_the_graph_cannot_take_is_refused_before_a_task_starts(run_set, more, said):
    with pytest.raises(InputError, match=said):
        run(run_set, **more)
    assert not (run_set.parent / "runs").exists()


def test_a_set_without_what_the_graph_needs_is_refused(tmp_path, run_set):
    less = {name: value for name, value in PLACES.items() if name != "releases"}
    written(tmp_path, graph=str(GRAPH), parameters=less)
    with pytest.raises(InputError, match=r"the graph needs \['releases'\]"):
        run(run_set)


def test_changes_are_read_from_the_command_line_to_the_letter():
    changes = ['shards=["1/2", "2/2"]', "source=a,b", "copies=3"]
    written = [word for change in changes for word in ("--set", change)]
    flags = parse(PipelineFlags, ["run", "--runs", "r", *written], program="cartvision pipeline")
    assert flags.run is not None
    assert flags.run.set == changes


def test_no_verb_is_an_input_error():
    with pytest.raises(InputError, match="say what to do: compile or run"):
        main(PipelineFlags(compile=None, run=None))
