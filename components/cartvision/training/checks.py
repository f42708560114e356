"""Looking at held-out pictures while training: the best weights stay, and a rut ends the run."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import TrainerCallback

from cartvision.models.ranks import is_first, total
from cartvision.training.average import MovingAverage, NoAverage, weights_of
from cartvision.training.recipe import Recipe
from cartvision.training.storing import store

Check = Callable[[nn.Module], dict[str, float]]


class Checks(TrainerCallback):
    """Asks `check` of the averaged model in the first process while the others wait."""

    def __init__(
        self, check: Check, *, recipe: Recipe, average: MovingAverage | NoAverage, folder: Path
    ) -> None:
        self.check = check
        self.recipe = recipe
        self.average = average
        self.folder = folder
        self.best = -torch.inf
        self.best_step = 0  # none
        self.misses = 0

    def on_step_end(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        due = state.global_step % self.recipe.check_every == 0
        control.should_evaluate = due or state.global_step >= state.max_steps

    def ask(self, trained: nn.Module, *, step: int) -> dict[str, float]:
        """The figures; the random numbers of training are what they would be without."""
        figures: dict[str, float] = {}
        if is_first():
            with torch.random.fork_rng(devices=[]), torch.no_grad():
                model = self.average.model(trained)
                figures = self.check(model)
            self._judge(figures, model, step=step)
        self._agree()
        return figures

    @property
    def in_a_rut(self) -> bool:
        return 0 < self.recipe.patience <= self.misses

    def weights(self) -> dict[str, Tensor]:
        """The best ones."""
        saved: dict[str, Tensor] = torch.load(self._file, weights_only=True)
        return saved

    def state(self) -> dict[str, Any]:
        return {"best": self.best, "best_step": self.best_step, "misses": self.misses}

    def load(self, state: dict[str, Any]) -> None:
        vars(self).update(state)

    def saved(self) -> None:
        """What no checkpoint goes back to is gone."""
        for file in self.folder.glob("best-*.pt"):
            if file != self._file:
                file.unlink()

    @property
    def _file(self) -> Path:
        return self.folder / f"best-{self.best_step}.pt"

    def _judge(self, figures: dict[str, float], model: nn.Module, *, step: int) -> None:
        named = self.recipe.better
        assert named in figures, f"the recipe goes by {named}, and the check tells {[*figures]}"
        assert math.isfinite(figures[named])
        if self.best_step and not figures[named] > self.best:
            self.misses += 1
            return
        self.best, self.best_step, self.misses = figures[named], step, 0
        store(weights_of(model), self._file)

    def _agree(self) -> None:
        """The others know what the first knows."""
        told = torch.tensor([self.best, self.best_step, self.misses], dtype=torch.float64)
        best, step, misses = total(told if is_first() else torch.zeros_like(told)).tolist()
        self.best, self.best_step, self.misses = best, int(step), int(misses)
