"""Training a model so that it can be stopped, resumed and repeated."""

import json
import logging
import math
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from accelerate.utils import extract_model_from_parallel
from torch.utils.data import Dataset
from transformers import PreTrainedModel, PrinterCallback, Trainer, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from cartvision.errors import WorkError
from cartvision.models.loading import bars_only_on_a_terminal
from cartvision.training.average import MovingAverage
from cartvision.training.log import TrainingLog
from cartvision.training.recipe import Recipe

log = logging.getLogger(__name__)

SETTINGS_FILE = "settings.json"


def train(
    model: PreTrainedModel,
    dataset: "Dataset[Any]",
    *,
    recipe: Recipe,
    collate: Callable[[list[Any]], dict[str, Any]],
    folder: Path,
    settings: dict[str, Any],
) -> list[dict[str, float]]:
    """Train in place and return the log; checkpoints in `folder` let a stopped run go on."""
    bars_only_on_a_terminal()
    _start_over_if_changed(folder, settings)
    callbacks = [
        TrainingLog(total=recipe.steps),
        *([MovingAverage(recipe.average)] if recipe.average else []),
    ]
    trainer = Trainer(
        model=model,
        args=_arguments(recipe, folder),
        train_dataset=dataset,
        data_collator=collate,
        callbacks=callbacks,
    )
    trainer.remove_callback(PrinterCallback)  # TrainingLog speaks instead
    checkpoint = get_last_checkpoint(str(folder))
    if checkpoint:
        log.info("resuming from %s", checkpoint)
    trainer.train(resume_from_checkpoint=checkpoint)
    _take_back(model)
    losses = [row for row in trainer.state.log_history if "loss" in row]
    if not math.isfinite(losses[-1]["loss"]):
        raise WorkError("the loss is not a number: lower --learning-rate, or look at the pictures")
    return losses


def _take_back(model: PreTrainedModel) -> None:
    """On the CPU, and without the half-precision forward that the Trainer leaves on it."""
    extract_model_from_parallel(model, keep_fp32_wrapper=False)
    vars(model).pop("forward", None)  # the class has its own
    torch.nn.Module.to(model, "cpu")


def _start_over_if_changed(folder: Path, settings: dict[str, Any]) -> None:
    """A checkpoint of other data or other settings is no place to resume from."""
    written = json.dumps(settings, sort_keys=True, indent=2)
    record = folder / SETTINGS_FILE
    if record.is_file() and record.read_text() == written:
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    record.write_text(written)


def _arguments(recipe: Recipe, folder: Path) -> TrainingArguments:
    return TrainingArguments(
        output_dir=str(folder),
        max_steps=recipe.steps,
        per_device_train_batch_size=recipe.batch,
        learning_rate=recipe.learning_rate,
        weight_decay=recipe.weight_decay,
        warmup_steps=round(recipe.steps * recipe.warmup_share),
        lr_scheduler_type="cosine",
        bf16=recipe.half_precision and _half_precision_is_quick(),
        use_cpu=not torch.cuda.is_available(),
        seed=recipe.seed,
        data_seed=recipe.seed,
        save_strategy="steps",
        save_steps=recipe.save_every,
        save_total_limit=1,
        logging_steps=recipe.log_every,
        logging_first_step=True,
        logging_nan_inf_filter=False,
        report_to=[],
        disable_tqdm=not sys.stderr.isatty(),
        remove_unused_columns=False,
        dataloader_pin_memory=torch.cuda.is_available(),
    )


def _half_precision_is_quick() -> bool:
    """A CPU without tiles for it takes twice as long for the backward pass."""
    return torch.cuda.is_available() or torch.cpu._is_amx_tile_supported()
