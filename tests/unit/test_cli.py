"""`cartvision`: what it lists, what it refuses, and how a verb is the stage itself."""

import subprocess
import sys

import pytest

from cartvision import cli

HEAVY = ("albumentations", "boto3", "cv2", "kfp", "numpy", "onnxruntime", "pyarrow", "torch")
LIGHT = f"""
import sys
from cartvision import cli
sys.argv = ["cartvision", "--help"]
try:
    cli.main()
finally:
    loaded = sorted(set({HEAVY}) & set(sys.modules))
    print("loaded:", loaded)
"""


def cartvision(monkeypatch, *arguments: str) -> int | str | None:
    monkeypatch.setattr(sys, "argv", ["cartvision", *arguments])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_help_lists_every_verb_with_its_sentence(monkeypatch, capsys):
    assert cartvision(monkeypatch, "--help") == 0
    shown = capsys.readouterr().out
    stages, people = shown.split("for people:")
    assert "  train-detector    " in stages
    assert "  synthesize        " in people
    for name, sentence in cli.find_verbs().items():
        assert f"  {name.replace('_', '-'):<18}{sentence}\n" in shown + "\n"


def test_every_verb_says_one_sentence_of_itself():
    verbs = cli.find_verbs()
    assert len(verbs) > 10
    for name, sentence in verbs.items():
        assert sentence.endswith("."), name
        assert "\n" not in sentence, name


def test_no_verb_prints_the_help_and_is_an_error(monkeypatch, capsys):
    assert cartvision(monkeypatch) == 2
    assert capsys.readouterr().out.startswith("usage: cartvision VERB")


@pytest.mark.parametrize(
    "name",
    [pytest.param("trian-detector", id="misspelt"), pytest.param("vision", id="a shared room")],
)
def test_an_unknown_verb_is_one_line_that_names_the_known(monkeypatch, capsys, name):
    assert cartvision(monkeypatch, name) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"cartvision: error: no verb {name!r}; there are announce, augment, ")
    assert said.count("\n") == 1


def test_the_list_of_verbs_waits_for_nothing_heavy():
    done = subprocess.run([sys.executable, "-c", LIGHT], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("loaded: []\n")


def test_a_verb_is_the_stage_itself():
    through, itself = run("cartvision", "refuse", "--nope"), run("cartvision.refuse", "--nope")
    assert through.returncode == itself.returncode == 2
    assert through.stderr == itself.stderr
    assert through.stderr.startswith("cartvision refuse: error: unrecognized arguments: --nope")


def test_the_version_is_the_packages():
    done = run("cartvision", "--version")
    assert done.stdout.startswith("cartvision 0.")
    assert done.returncode == 0
