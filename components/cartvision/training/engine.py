"""Training a model so that it can be stopped, resumed and repeated."""

import logging
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from accelerate.utils import extract_model_from_parallel
from torch import nn
from torch.utils.data import Dataset
from transformers import PreTrainedModel, PrinterCallback, TrainerCallback

from cartvision.models.loading import bars_only_on_a_terminal
from cartvision.models.norms import synchronised
from cartvision.models.ranks import is_first, join, processes, wait
from cartvision.training.arguments import arguments
from cartvision.training.average import MovingAverage, NoAverage, weights_of
from cartvision.training.checkpoints import Checkpoints, Part, last_checkpoint
from cartvision.training.checks import Check, Checks
from cartvision.training.faults import SoundWeights, advice
from cartvision.training.history import History, read_log
from cartvision.training.identity import former, same_or_anew
from cartvision.training.log import TrainingLog
from cartvision.training.recipe import Recipe
from cartvision.training.stopping import Preemption, StoppedError
from cartvision.training.storing import store
from cartvision.training.tracking import tracked
from cartvision.training.trainer import PictureTrainer, Unlogged

log = logging.getLogger(__name__)

ENDED = "ended.pt"


def train(
    model: PreTrainedModel,
    dataset: "Dataset[Any]",
    *,
    recipe: Recipe,
    collate: Callable[[list[Any]], dict[str, Any]],
    folder: Path,
    settings: dict[str, Any],
    check: Check | None = None,
    in_order: bool = False,
) -> History:
    """Train in place, on the CPU or the GPU that is there; the model ends on the CPU.

    It ends with the best weights that `check` saw, or else with the last ones, averaged if the
    recipe averages. Checkpoints, log.jsonl and curves.png are in `folder`: the same call goes on
    where a stopped one was. `in_order` says that the dataset is the run itself, item by item.
    """
    bars_only_on_a_terminal()
    join()
    a_step = recipe.a_step(processes=processes())
    same_or_anew(folder, settings | {"pictures a step": a_step})
    if not (folder / ENDED).is_file():
        run = _Run(model, recipe=recipe, folder=folder, check=check)
        run.learn(dataset, collate=collate, in_order=in_order)
    if is_first():
        shutil.rmtree(former(folder), ignore_errors=True)
    ended = torch.load(folder / ENDED, weights_only=True)
    model.load_state_dict(ended["weights"])
    return read_log(folder, waiting=ended["waiting"])


class _Run:
    """What takes part in one training run, in the order in which the Trainer asks it."""

    def __init__(
        self, model: PreTrainedModel, *, recipe: Recipe, folder: Path, check: Check | None
    ) -> None:
        self.model = model
        self.recipe = recipe
        self.folder = folder
        self.average = MovingAverage(recipe.average) if recipe.average else NoAverage()
        self.checks = (
            Checks(check, recipe=recipe, average=self.average, folder=folder) if check else None
        )
        self.preemption = Preemption()
        self.sound = SoundWeights(folder, recipe=recipe)

    def learn(
        self, dataset: "Dataset[Any]", *, collate: Callable[[Any], Any], in_order: bool
    ) -> None:
        """Leaves ENDED in the folder."""
        if processes() > 1:
            synchronised(self.model)
        trainer = PictureTrainer(
            recipe=self.recipe,
            checks=self.checks,
            sound=self.sound,
            model=self.model,
            args=arguments(self.recipe, folder=self.folder, in_order=in_order),
            train_dataset=dataset,
            data_collator=collate,
        )
        trainer.remove_callback(PrinterCallback)  # TrainingLog speaks instead
        for callback in self._callbacks(trainer):
            trainer.add_callback(callback)
        last = last_checkpoint(self.folder)
        if last and is_first():
            log.info("resuming from %s", last)
        with tracked(self.folder), self.preemption.listening(), advice(self.folder):
            trainer.train(resume_from_checkpoint=str(last) if last else None)
            self._end(trainer)

    def _callbacks(self, trainer: PictureTrainer) -> list[TrainerCallback]:
        parts: dict[str, Part] = {"unlogged": Unlogged(trainer), "average": self.average}
        checks = {"checks": self.checks} if self.checks else {}
        return [
            self.average,
            TrainingLog(self.folder, total=self.recipe.steps),
            *checks.values(),
            self.preemption,
            Checkpoints(self.folder, parts=parts | checks),
            self.sound,
        ]

    def _end(self, trainer: PictureTrainer) -> None:
        step = trainer.state.global_step
        if step < self.recipe.steps and not (self.checks and self.checks.in_a_rut):
            raise StoppedError(
                f"stopped by SIGTERM after step {step} of {self.recipe.steps}: run the same again, "
                f"and it goes on from {last_checkpoint(self.folder)}"
            )
        _take_back(self.model)
        if is_first():
            told = self.checks.weights() if self.checks else self._last_weights()
            store({"weights": told, "waiting": trainer.clock.share}, self.folder / ENDED)
        wait()

    def _last_weights(self) -> dict[str, torch.Tensor]:
        return weights_of(self.average.model(self.model))


def _take_back(model: PreTrainedModel) -> None:
    """On the CPU, and without the half-precision forward that the Trainer leaves on it."""
    extract_model_from_parallel(model, keep_fp32_wrapper=False)
    vars(model).pop("forward", None)  # the class has its own
    nn.Module.to(model, "cpu")
