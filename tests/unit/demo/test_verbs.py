"""Other verbs run in processes of their own, and their failure stops the demo."""

import pytest

from cartvision.demo.verbs import run_verb, serving
from cartvision.errors import WorkError


def test_a_verb_that_ends_well_lets_the_demo_go_on(capfd):
    run_verb("refuse", ["--help"])
    assert capfd.readouterr().out.startswith("usage: cartvision refuse")


def test_a_verb_that_fails_stops_the_demo_after_its_own_error(capfd):
    with pytest.raises(WorkError, match="cartvision refuse ended with exit code 2; its error is"):
        run_verb("refuse", ["--nope"])
    assert "cartvision refuse: error: unrecognized" in capfd.readouterr().err


def test_a_server_that_ends_before_it_is_ready_stops_the_demo(tmp_path, capfd):
    arguments = ["--releases", str(tmp_path), "--triton", str(tmp_path / "none")]
    with (
        pytest.raises(WorkError, match="serve ended before it was ready"),
        serving(arguments),
    ):
        pytest.fail("there is nothing to serve")
    assert "cartvision serve: error: " in capfd.readouterr().err
