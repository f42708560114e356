"""What a training run says while it works, and what it leaves to look at."""

import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from cartvision.files import write_bytes, write_text
from cartvision.reports.plots import lines

log = logging.getLogger(__name__)


class TrainingLog(TrainerCallback):
    """Plain lines where there is no terminal to draw a progress bar on."""

    def __init__(self, *, total: int) -> None:
        self.total = total
        self.lines = 10  # over the whole run

    def on_log(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        said = kept.get("logs", {})
        every = max(1, self.total // self.lines)
        if (
            "loss" in said
            and not sys.stderr.isatty()
            and state.global_step % every < args.logging_steps
        ):
            log.info("step %d of %d, loss %.3f", state.global_step, self.total, float(said["loss"]))


def write_log(losses: Sequence[dict[str, float]], folder: Path) -> None:
    """log.jsonl and curves.png, as every model folder has them."""
    write_text(folder / "log.jsonl", "".join(json.dumps(row) + "\n" for row in losses))
    write_bytes(folder / "curves.png", loss_curve(losses))


def loss_curve(losses: Sequence[dict[str, float]]) -> bytes:
    steps = [row["step"] for row in losses]
    return lines({"loss": (steps, [row["loss"] for row in losses])}, x="step", y="training loss")
