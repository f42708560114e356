"""SIGTERM, as a cluster sends it to take the machine away: end the step, save, leave."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from transformers import TrainerCallback

from cartvision.errors import WorkError
from cartvision.models.ranks import total


class StoppedError(WorkError):
    """Asked to stop; the same run goes on later."""

    exit_code = 128 + signal.SIGTERM


class Preemption(TrainerCallback):
    """All processes stop after the same step, whichever was asked first."""

    def __init__(self) -> None:
        self.asked = False

    @contextmanager
    def listening(self) -> Iterator[None]:
        former = signal.signal(signal.SIGTERM, self._ask)
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, former)

    def on_step_end(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        asked = bool(total(torch.tensor(float(self.asked))) > 0)
        if asked and state.global_step < state.max_steps:
            control.should_save = control.should_training_stop = True

    def _ask(self, *_: Any) -> None:
        self.asked = True
