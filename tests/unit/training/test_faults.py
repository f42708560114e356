import os
import signal
from dataclasses import dataclass, replace

import pytest
import torch

from cartvision.errors import WorkError
from cartvision.training.faults import advice
from cartvision.training.stopping import StoppedError
from unit.training.heads import RECIPE, Rows, rows, trained, weights


@dataclass(frozen=True)
class Turning(Rows):
    """Rows that are not numbers from the twelfth one on that is asked for."""

    asked: list[int]

    def __getitem__(self, index):
        self.asked.append(index)
        row = super().__getitem__(index)
        return row | {"features": row["features"] * (torch.nan if len(self.asked) > 24 else 1)}


@dataclass(frozen=True)
class Evicted(Turning):
    """A signal with the tenth row."""

    def __getitem__(self, index):
        self.asked.append(index)
        if len(self.asked) == 10:
            os.kill(os.getpid(), signal.SIGTERM)
        return Rows.__getitem__(self, index)


def test_a_loss_that_is_no_number_stops_at_once_and_leaves_the_good_checkpoint(tmp_path):
    good = rows()
    with pytest.raises(WorkError, match="loss of step 7 is nan: lower --learning-rate") as stopped:
        trained(tmp_path, data=Turning(good.features, good.labels, []))
    assert str(tmp_path / "checkpoint-4") in str(stopped.value)
    assert [path.name for path in tmp_path.glob("checkpoint-*")] == ["checkpoint-4"]


def test_sigterm_ends_the_step_and_the_run_goes_on_as_if_it_had_not_come(tmp_path):
    whole, history = trained(tmp_path / "whole", data=rows())
    good = rows()
    with pytest.raises(StoppedError, match="after step 2 of 8: run the same again") as stopped:
        trained(tmp_path / "evicted", data=Evicted(good.features, good.labels, []))
    assert stopped.value.exit_code == 143
    resumed, told = trained(tmp_path / "evicted", data=good)
    assert torch.equal(weights(whole), weights(resumed))
    assert (told.losses, told.checks) == (history.losses, history.checks)


def too_much() -> None:
    torch.empty(1 << 60, dtype=torch.uint8)


def too_much_for_the_gpu() -> None:
    raise torch.OutOfMemoryError("CUDA out of memory")


@pytest.mark.parametrize("work", [too_much, too_much_for_the_gpu])
def test_memory_that_runs_out_is_told_with_what_needs_less(tmp_path, work):
    with (
        pytest.raises(WorkError, match="halve --batch and double --accumulate"),
        advice(tmp_path),
    ):
        work()


def test_batch_and_accumulate_may_change_between_two_parts_of_a_run():
    halved = replace(RECIPE, batch=2, accumulate=2, workers=1)
    assert halved.identity() == RECIPE.identity()
    assert halved.a_step(processes=1) == RECIPE.a_step(processes=1)
    assert replace(RECIPE, learning_rate=0.5).identity() != RECIPE.identity()
