"""A recipe in the Trainer's words."""

import logging
import sys
from pathlib import Path

import torch
from transformers import TrainingArguments

from cartvision.training.checkpoints import ASIDE
from cartvision.training.recipe import Recipe
from cartvision.training.tracking import trackers

log = logging.getLogger(__name__)


def arguments(recipe: Recipe, *, folder: Path, in_order: bool) -> TrainingArguments:
    """`in_order`: the items are learnt as they stand, not shuffled."""
    told = TrainingArguments(
        output_dir=str(folder / ASIDE),
        max_steps=recipe.steps,
        per_device_train_batch_size=recipe.batch,
        gradient_accumulation_steps=recipe.accumulate,
        train_sampling_strategy="sequential" if in_order else "random",
        learning_rate=recipe.learning_rate,
        weight_decay=recipe.weight_decay,
        max_grad_norm=recipe.clip,
        warmup_steps=round(recipe.steps * recipe.warmup_share),
        lr_scheduler_type="cosine",  # where the recipe has another, the trainer makes it
        bf16=recipe.half_precision and _half_precision_is_quick(),
        use_cpu=not torch.cuda.is_available(),
        seed=recipe.seed,
        data_seed=recipe.seed,
        save_strategy="steps",
        save_steps=recipe.save_every,
        logging_steps=recipe.log_every,
        logging_first_step=True,
        logging_nan_inf_filter=False,
        report_to=trackers(),
        disable_tqdm=not sys.stderr.isatty(),
        remove_unused_columns=False,
        dataloader_num_workers=recipe.workers,
        dataloader_persistent_workers=recipe.workers > 0,
        # a plain fork would copy the locks of this process's threads
        dataloader_multiprocessing_context="forkserver" if recipe.workers else None,
        dataloader_pin_memory=torch.cuda.is_available(),
    )
    return _on_one_gpu(told)


def _on_one_gpu(told: TrainingArguments) -> TrainingArguments:
    """The Trainer would split each batch over all GPUs, and their norms would not be one."""
    if told.n_gpu > 1:
        log.info(
            "training on one of %d GPUs; for all of them: "
            "torchrun --nproc-per-node %d -m cartvision.<stage> with the same flags",
            told.n_gpu,
            told.n_gpu,
        )
        told._n_gpu = 1
    return told


def _half_precision_is_quick() -> bool:
    """A CPU without tiles for it takes twice as long for the backward pass."""
    return torch.cuda.is_available() or torch.cpu._is_amx_tile_supported()
