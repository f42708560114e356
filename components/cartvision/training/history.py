"""What happened in a training run, row by row."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cartvision.files import write_bytes, write_text
from cartvision.training.curves import curves

LOG = "log.jsonl"
CURVES = "curves.png"
CHECK = "check/"  # before the name of a check's figure, where the Trainer and MLflow see it

Row = dict[str, float]


@dataclass(frozen=True)
class History:
    """Rows have their `step`: losses with rate and gradient, checks with their figures."""

    losses: list[Row]
    checks: list[Row]
    waiting: float = 0.0  # share of the training time in which no data was there to learn from

    def picture(self) -> bytes:
        return curves(self.losses, self.checks)

    def followed_by(self, other: "History") -> "History":
        """Both as one: the steps of the other go on from this one's last."""
        last = max((row["step"] for row in self.losses), default=0)
        later = history_of({**row, "step": row["step"] + last} for row in other.rows)
        return History(
            [*self.losses, *later.losses],
            [*self.checks, *later.checks],
            waiting=max(self.waiting, other.waiting),
        )

    @property
    def rows(self) -> list[Row]:
        """In the order in which they came about."""
        return sorted(
            [*self.losses, *self.checks], key=lambda row: (row["step"], "loss" not in row)
        )


def row_of(entry: Mapping[str, Any]) -> Row | None:
    """A row of the Trainer's own log as a row of ours; None for what is neither loss nor check.

    The order of its names is one that a checkpoint does not change.
    """
    if "loss" in entry:
        return dict(sorted(entry.items()))
    figures = {name.removeprefix(CHECK): v for name, v in entry.items() if name.startswith(CHECK)}
    return dict(sorted(figures.items())) | {"step": entry["step"]} if figures else None


def history_of(rows: Iterable[Row], *, waiting: float = 0.0) -> History:
    told = list(rows)
    return History(
        losses=[row for row in told if "loss" in row],
        checks=[row for row in told if "loss" not in row],
        waiting=waiting,
    )


def read_log(folder: Path, *, waiting: float) -> History:
    lines = (folder / LOG).read_text().splitlines()
    return history_of(map(json.loads, lines), waiting=waiting)


def write_log(history: History, folder: Path) -> None:
    """log.jsonl and curves.png, as every model folder has them."""
    write_text(folder / LOG, "".join(json.dumps(row) + "\n" for row in history.rows))
    write_bytes(folder / CURVES, history.picture())
