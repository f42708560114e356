"""Checkpoints that are whole or not there, the last one of them, with all that a run remembers."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

import torch
from transformers import TrainerCallback
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR, get_last_checkpoint

from cartvision.models.ranks import is_first, wait
from cartvision.training.storing import store

MEMORY = "memory.pt"
ASIDE = "unfinished"


class Part(Protocol):
    """What must be as it was when a run goes on."""

    def state(self) -> dict[str, Any]: ...

    def load(self, state: dict[str, Any]) -> None: ...

    def saved(self) -> None:
        """A checkpoint with the state is in place."""


class Checkpoints(TrainerCallback):
    """The Trainer writes into a folder aside, which takes its place when all is in it."""

    def __init__(self, folder: Path, *, parts: Mapping[str, Part]) -> None:
        self.folder = folder
        self.parts = parts

    def on_train_begin(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        if state.global_step:
            place = self.folder / _name(state.global_step)
            saved = torch.load(place / MEMORY, weights_only=True, map_location="cpu")
            for name, part in self.parts.items():
                part.load(saved[name])

    def on_step_end(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        if state.global_step >= state.max_steps:
            control.should_save = False  # what a run ends with is kept apart

    def on_save(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        written = Path(args.output_dir) / _name(state.global_step)
        memory = {name: part.state() for name, part in self.parts.items()}
        wait()
        if is_first():
            store(memory, written / MEMORY)
            written.rename(self.folder / written.name)
            for other in self.folder.glob(f"{PREFIX_CHECKPOINT_DIR}-*"):
                if other.name != written.name:
                    shutil.rmtree(other)
            for part in self.parts.values():
                part.saved()
        wait()


def last_checkpoint(folder: Path) -> Path | None:
    found = get_last_checkpoint(str(folder)) if folder.is_dir() else None
    return Path(found) if found else None


def where_to_go_on(folder: Path) -> str:
    """For the end of a message."""
    last = last_checkpoint(folder)
    return f"the last good checkpoint is {last}" if last else "there was no checkpoint yet"


def _name(step: int) -> str:
    return f"{PREFIX_CHECKPOINT_DIR}-{step}"
