import signal

import pytest

from unit.training.programs import run, told

SAME = ("losses", "checks", "sum")


@pytest.mark.slow
def test_a_killed_run_ends_as_one_that_was_not_with_and_without_loading_processes(tmp_path):
    """Pictures, moving average, checks, best weights: all of it."""
    whole = told(run(tmp_path / "whole", steps=6))
    killed = run(tmp_path / "cut", steps=6, end={"end_at": 10})
    assert killed.returncode == -signal.SIGKILL
    assert (tmp_path / "cut" / "checkpoint-3").is_dir()
    resumed = told(run(tmp_path / "cut", steps=6, workers=1))
    assert [resumed[name] for name in SAME] == [whole[name] for name in SAME]


def test_a_loading_process_that_is_killed_is_told_with_what_to_try(tmp_path):
    done = run(tmp_path, steps=2, workers=1, end={"end_at": 1})
    assert "lower --workers" in done.stderr
