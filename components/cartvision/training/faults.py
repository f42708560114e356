"""What stops a training run, told with the step and what to try."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from transformers import TrainerCallback

from cartvision.errors import WorkError
from cartvision.training.checkpoints import where_to_go_on
from cartvision.training.recipe import Recipe

FULL = ("not enough memory", "DefaultCPUAllocator", "ALLOC_FAILED")
LOADING = "DataLoader worker"
ALONE = "Expected more than 1 value per channel"


class SoundWeights(TrainerCallback):
    """Stops before weights that are not numbers are judged or saved."""

    def __init__(self, folder: Path, *, recipe: Recipe) -> None:
        self.folder = folder
        self.recipe = recipe

    def loss(self, loss: Tensor, *, step: int) -> None:
        """Stops before a loss that is not a number reaches the weights."""
        if not torch.isfinite(loss):
            self._stop(f"the loss of step {step} is {loss.item()}")

    def on_step_end(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        if not (control.should_save or control.should_evaluate or control.should_training_stop):
            return
        parts = [*kept["model"].parameters(), *kept["model"].buffers()]
        if not all(bool(torch.isfinite(part).all()) for part in parts):
            self._stop(f"after step {state.global_step} weights are not numbers any more")

    def _stop(self, fact: str) -> None:
        raise WorkError(
            f"{fact}: lower --learning-rate (it is {self.recipe.learning_rate:g}), or look at the "
            f"pictures; {where_to_go_on(self.folder)}"
        )


@contextmanager
def advice(folder: Path) -> Iterator[None]:
    """Memory that runs out, as a line that says how to do with less."""
    try:
        yield
    except ValueError as error:
        if ALONE in str(error):
            raise WorkError(
                "a single picture of this size leaves one value for a norm, which has no spread: "
                f"raise --batch, or --size; {where_to_go_on(folder)}"
            ) from error
        raise
    except RuntimeError as error:
        kept = where_to_go_on(folder)
        if isinstance(error, torch.OutOfMemoryError) or any(told in str(error) for told in FULL):
            raise WorkError(
                "out of memory: halve --batch and double --accumulate, which goes on with the same "
                f"steps, or lower --size, which starts anew; {kept}"
            ) from error
        if str(error).startswith(LOADING):
            raise WorkError(
                "a process that loads data was killed, perhaps for want of memory or of /dev/shm: "
                f"lower --workers, or give the container more; {kept}"
            ) from error
        raise
