"""What a training run says and leaves to look at while it works."""

import json
import logging
import sys
import time
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from cartvision.files import write_bytes
from cartvision.models.ranks import is_first
from cartvision.training.history import CURVES, LOG, History, Row, history_of, row_of, write_log

log = logging.getLogger(__name__)

LINES = 10  # of the loss, over the whole run, where there is no terminal to draw a bar on
REDRAW = 60.0  # seconds


class TrainingLog(TrainerCallback):
    """log.jsonl and curves.png in the run's folder; a resumed run goes on below its own rows."""

    def __init__(self, folder: Path, *, total: int) -> None:
        self.folder = folder
        self.total = total
        self.rows: list[Row] = []
        self.drawn = 0.0

    @property
    def history(self) -> History:
        return history_of(self.rows)

    def on_train_begin(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        self.rows = [row for row in map(row_of, state.log_history) if row is not None]
        if is_first():
            write_log(self.history, self.folder)
            self.drawn = time.monotonic()

    def on_log(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        row = row_of(state.log_history[-1])
        if row is None or not is_first():
            return
        self.rows.append(row)
        with (self.folder / LOG).open("a") as file:
            file.write(json.dumps(row) + "\n")
        if not sys.stderr.isatty():
            self._say(row, every=args.logging_steps)
        if "loss" not in row or time.monotonic() - self.drawn > REDRAW:
            self._draw()

    def on_train_end(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        if is_first():
            self._draw()

    def _draw(self) -> None:
        write_bytes(self.folder / CURVES, self.history.picture())
        self.drawn = time.monotonic()

    def _say(self, row: Row, *, every: int) -> None:
        step = int(row["step"])
        if "loss" not in row:
            told = " ".join(f"{name} {value:.3f}" for name, value in row.items() if name != "step")
            log.info("check %s at step %d of %d", told, step, self.total)
        elif step % max(1, self.total // LINES) < every:
            log.info("step %d of %d, loss %.3f", step, self.total, row["loss"])
