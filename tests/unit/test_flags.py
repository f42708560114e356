"""A stage's flags come from its command line alone, and every error is one line and a code."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field, PositiveInt
from pydantic_settings import CliSubCommand

from cartvision.errors import InputError
from cartvision.flags import Flags, parse

STAGE = """
import signal, time
from pathlib import Path
from pydantic import Field
from cartvision.errors import InputError, WorkError
from cartvision.flags import Flags, run

class StageFlags(Flags):
    ending: str = Field("well", description="how it ends")

def main(flags):
    if flags.ending == "input":
        raise InputError("the shelf has no rows.\\nGive it one.")
    if flags.ending == "work":
        raise WorkError("the shelf fell over")
    if flags.ending == "missing":
        Path("no-such-shelf.json").read_text()
    if flags.ending == "bug":
        raise LookupError("nobody thought of this")
    if flags.ending == "stopped":
        print("working", flush=True)
        time.sleep(60)

signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job starts without it
run(main, StageFlags, program="cartvision stage")
"""


class ShelfFlags(Flags):
    """Fill a shelf."""

    min_map: float = Field(0.5, ge=0, le=1, description="least mAP")
    steps: PositiveInt = Field(3, description="steps")
    source: str = Field("here", description="where from")
    fast: bool = Field(False, description="hurry")
    names: list[str] = Field(default_factory=list, description="names")
    weights: dict[str, int] = Field(default_factory=dict, description="weights")
    dataset: list[Path] = Field(default_factory=list, description="folders")


class FillFlags(BaseModel):
    rows: PositiveInt = Field(description="rows")


class StoreFlags(Flags):
    fill: CliSubCommand[FillFlags]


class NeedyFlags(Flags):
    report: Path = Field(description="report")
    steps: PositiveInt = Field(description="steps")


def read(*arguments: str) -> ShelfFlags:
    return parse(ShelfFlags, arguments, program="cartvision shelf")


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        pytest.param(["--steps", "7"], "steps", 7, id="int"),
        pytest.param(["--min-map", "0.25"], "min_map", 0.25, id="float, kebab case"),
        pytest.param(["--fast", "true"], "fast", True, id="bool as KFP renders it"),
        pytest.param(["--fast", "false"], "fast", False, id="bool that is false"),
        pytest.param(["--names", '["a", "b"]'], "names", ["a", "b"], id="JSON list"),
        pytest.param(["--names", "[]"], "names", [], id="empty JSON list"),
        pytest.param(["--names", "a", "--names", "b"], "names", ["a", "b"], id="repeated"),
        pytest.param(["--names", "a, b"], "names", ["a, b"], id="once, with a comma"),
        pytest.param(["--names", '["a, \\"b\\""]'], "names", ['a, "b"'], id="JSON with quotes"),
        pytest.param(["--weights", '{"a": 1}'], "weights", {"a": 1}, id="JSON object"),
        pytest.param(["--source", ""], "source", "", id="empty string"),
        pytest.param([], "steps", 3, id="default"),
    ],
)
def test_a_value_is_read_as_kfp_and_people_write_it(written, field, value):
    assert getattr(read(*written), field) == value


@given(text=st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_any_text_arrives_as_it_was_given(text: str):
    assert read(f"--source={text}").source == text


@given(names=st.lists(st.text(), max_size=3))
def test_any_list_arrives_as_kfp_renders_it(names: list[str]):
    assert read("--names", json.dumps(names)).names == names


def test_the_environment_changes_nothing(monkeypatch):
    for name in ("steps", "STEPS", "source", "SOURCE", "min_map", "MIN_MAP", "debug", "DEBUG"):
        monkeypatch.setenv(name, "1")
    assert read() == ShelfFlags()
    with pytest.raises(InputError, match="--steps: Field required"):
        parse(NeedyFlags, ["--report", "r"], program="cartvision needy")


def test_all_faults_are_told_at_once():
    with pytest.raises(InputError) as told:
        read("--steps", "0", "--min-map", "2", "--fast", "perhaps")
    said = str(told.value)
    assert "--steps: Input should be greater than 0, given '0'" in said
    assert "--min-map: Input should be less than or equal to 1, given '2'" in said
    assert "--fast: " in said
    assert said.endswith("(see cartvision shelf --help)")


def test_every_missing_flag_is_named():
    with pytest.raises(InputError, match=r"--report: Field required; --steps: Field required"):
        parse(NeedyFlags, [], program="cartvision needy")


@pytest.mark.parametrize(
    "written", [pytest.param([], id="missing"), pytest.param(["--rows", "0"], id="out of range")]
)
def test_a_fault_after_a_verb_names_the_flag_not_the_verb(written):
    with pytest.raises(InputError, match=r"^--rows: "):
        parse(StoreFlags, ["fill", *written], program="cartvision store")


@pytest.mark.parametrize(
    ("written", "said"),
    [
        pytest.param(["--nope", "1"], "unrecognized arguments: --nope 1", id="unknown"),
        pytest.param(["--min_map", ".5"], "unrecognized arguments: --min_map", id="snake case"),
        pytest.param(["--min-ma", ".5"], "unrecognized arguments: --min-ma", id="abbreviated"),
        pytest.param(["stray"], "unrecognized arguments: stray", id="without a flag"),
        pytest.param(["--steps"], "argument --steps: expected one argument", id="no value"),
        pytest.param(["--names", "[1"], "names: [1 is not JSON: Expecting", id="broken JSON"),
        pytest.param(["--executor-input", "no"], "Invalid JSON", id="broken executor input"),
    ],
)
def test_what_cannot_be_read_is_an_input_error_of_one_line(written, said):
    with pytest.raises(InputError) as told:
        read(*written)
    assert said in str(told.value)
    assert "\n" not in str(told.value)


def told_by_kfp(**artifacts: list[str]) -> list[str]:
    listed = {
        name: {"artifacts": [{"uri": uri} for uri in uris]} for name, uris in artifacts.items()
    }
    return ["--executor-input", json.dumps({"inputs": {"artifacts": listed}})]


@pytest.mark.parametrize(
    ("arguments", "folders"),
    [
        pytest.param(told_by_kfp(dataset=["s3://b/1", "/2"]), ["/s3/b/1", "/2"], id="several"),
        pytest.param(told_by_kfp(dataset=["/only"]), ["/only"], id="one"),
        pytest.param(told_by_kfp(champion=["/other"]), [], id="an artifact that is no flag"),
        pytest.param([*told_by_kfp(dataset=["/1"]), "--dataset", "/2"], ["/2"], id="said by flag"),
    ],
)
def test_a_list_of_artifacts_comes_from_the_executor_input(arguments, folders):
    assert read(*arguments).dataset == [Path(folder) for folder in folders]


def test_a_person_run_has_no_executor_input():
    assert read().kfp is None


def test_help_shows_every_flag_but_kfps_own(capsys):
    with pytest.raises(SystemExit) as ended:
        read("--help")
    shown = capsys.readouterr().out
    assert ended.value.code == 0
    assert "--min-map" in shown
    assert "least mAP" in shown
    assert "executor-input" not in shown


@pytest.fixture(scope="module")
def stage(tmp_path_factory) -> list[str]:
    file = tmp_path_factory.mktemp("stage") / "stage.py"
    file.write_text(STAGE)
    return [sys.executable, str(file)]


@pytest.mark.parametrize(
    ("arguments", "code", "line"),
    [
        pytest.param(["--steps", "3"], 2, "unrecognized arguments: --steps 3", id="unknown flag"),
        pytest.param(["--ending", "input"], 2, "the shelf has no rows. Give it one.", id="input"),
        pytest.param(["--ending", "missing"], 2, "no-such-shelf.json: no such file", id="missing"),
        pytest.param(["--ending", "work"], 1, "the shelf fell over", id="work"),
        pytest.param(["--ending", "bug"], 1, "LookupError: nobody thought of this", id="bug"),
    ],
)
def test_an_error_is_one_line_and_its_code(stage, arguments, code, line):
    done = subprocess.run([*stage, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stderr.startswith(f"cartvision stage: error: {line}")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_debug_shows_the_traceback_before_the_line(stage):
    command = [*stage, "--ending", "work", "--debug"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Traceback (most recent call last)")
    assert done.stderr.endswith("cartvision stage: error: the shelf fell over\n")


def test_work_that_ends_well_says_nothing_and_exits_0(stage):
    done = subprocess.run(stage, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_ctrl_c_is_one_line_and_130(stage):
    command = [*stage, "--ending", "stopped"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes) as process:
        assert process.stdout.readline() == "working\n"
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=20)
    assert process.returncode == 130
    assert said == "cartvision stage: error: stopped\n"
