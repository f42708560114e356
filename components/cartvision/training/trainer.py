"""The Trainer of transformers with our checks, our schedule and a clock."""

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.optim.lr_scheduler import LambdaLR, LRScheduler
from transformers import Trainer

from cartvision.models.ranks import processes, total
from cartvision.training.checks import Checks
from cartvision.training.clock import Clock
from cartvision.training.faults import SoundWeights
from cartvision.training.history import CHECK
from cartvision.training.recipe import Recipe
from cartvision.training.schedule import Tenths


class PictureTrainer(Trainer):
    """`checks` may end the run; `clock` knows how long it waited for data."""

    loss_is_scaled_for_ga = False  # our losses are means of their batch

    def __init__(
        self, *, recipe: Recipe, checks: Checks | None, sound: SoundWeights, **rest: Any
    ) -> None:
        super().__init__(**rest)
        self.recipe = recipe
        self.checks = checks
        self.sound = sound
        self.clock = Clock()

    def get_batch_samples(
        self, epoch_iterator: Iterator[Any], num_batches: int, device: torch.device
    ) -> tuple[list[Any], Any]:
        with self.clock.waiting():
            return super().get_batch_samples(epoch_iterator, num_batches, device)

    def training_step(self, model: nn.Module, inputs: dict[str, Any], *rest: Any) -> Tensor:
        loss = super().training_step(model, inputs, *rest)
        self.sound.loss(loss, step=self.state.global_step + 1)
        return loss

    def evaluate(self, *_: Any, **__: Any) -> dict[str, float]:
        """A check, which may end the run."""
        assert self.checks is not None
        assert isinstance(self.model, nn.Module)
        with self.clock.stopped():
            figures = self.checks.ask(self.model, step=self.state.global_step)
            named = {f"{CHECK}{name}": value for name, value in figures.items()}
            if named:
                self.log(dict(named))
        if self.checks.in_a_rut:
            self.control.should_training_stop = True
            self.control.should_save = False  # what it ends with is kept anyway
        self.control = self.callback_handler.on_evaluate(self.args, self.state, self.control, named)
        return named

    def create_scheduler(
        self, num_training_steps: int, optimizer: torch.optim.Optimizer | None = None
    ) -> LRScheduler:
        if self.recipe.schedule == "cosine":
            return super().create_scheduler(num_training_steps, optimizer)
        assert self.optimizer is not None
        warmup = self.args.get_warmup_steps(num_training_steps)
        share = Tenths(warmup=warmup, milestones=self.recipe.milestones)
        self.lr_scheduler = LambdaLR(self.optimizer, share)
        self._created_lr_scheduler = True
        return self.lr_scheduler


class Unlogged:
    """The losses since the last row of the log, which the Trainer forgets when it is resumed."""

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer

    def state(self) -> dict[str, Any]:
        mean = total(self.trainer._tr_loss) / processes()
        return {"loss": mean.cpu(), "logged": self.trainer._globalstep_last_logged}

    def load(self, state: dict[str, Any]) -> None:
        self.trainer._tr_loss += state["loss"].to(self.trainer._tr_loss.device)
        self.trainer._globalstep_last_logged = state["logged"]

    def saved(self) -> None:
        """Nothing is kept elsewhere."""
