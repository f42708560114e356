"""The table at the end of a demo: what each stage took, found and left to look at."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cartvision.files import write_bytes

KEY_FIGURES = {
    "ingest": ("train_pictures", "objects", "quarantined"),
    "augment": ("train_pictures", "objects", "dropped"),
    "train-detector": ("map50", "map"),
    "train-attributes": ("macro_f1",),
    "evaluate": ("map50", "map", "attribute_macro_f1"),
    "gate": ("passed",),
    "export-onnx": ("kept", "speedup", "kept_share"),
    "deploy-triton": ("name", "precision"),
    "announce": ("outcome",),
}


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    stage: str
    seconds: float
    figures: str
    report: str


def pipeline_rows(root: Path, *, started: float, pages: Path) -> Iterator[Row]:
    """One row a task, in the order they ended; a task took the time since the one before.

    Its page is copied to `pages`, under a name that a browser opens; of a task that ran once for
    each shard, each page under its own.
    """
    seen: Counter[str] = Counter()
    outputs = sorted(root.rglob("executor_output.json"), key=lambda file: file.stat().st_mtime)
    for file in outputs:
        ended = file.stat().st_mtime
        task = file.parent.name
        seen[task] += 1
        name = task if seen[task] == 1 else f"{task}-{seen[task]}"
        shown = _metadata(json.loads(file.read_text()))
        report = _copied(file.parent / "page", pages / f"{name}.html")
        yield Row(task, ended - started, _figures(task, shown), report)
        started = ended


def _copied(page: Path, target: Path) -> str:
    if not page.is_file():
        return ""
    write_bytes(target, page.read_bytes())
    return str(target)


def _metadata(output: dict[str, Any]) -> dict[str, Any]:
    described = output["artifacts"].values()
    metadata = [artifact["artifacts"][0].get("metadata", {}) for artifact in described]
    return {name: value for part in metadata for name, value in part.items()}


def _figures(task: str, shown: dict[str, Any]) -> str:
    stage = next((name for name in KEY_FIGURES if task.startswith(name)), "")
    names = KEY_FIGURES.get(stage, ())
    return ", ".join(f"{name} {_value(shown[name])}" for name in names if name in shown)


def _value(value: object) -> str:
    return f"{value:.3f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def table(rows: Sequence[Row]) -> str:
    """Plain text, in columns."""
    header = ("stage", "time", "key figures", "report")
    cells = [
        header,
        *((row.stage, f"{row.seconds:.0f} s", row.figures, row.report) for row in rows),
    ]
    widths = [max(len(line[column]) for line in cells) for column in range(3)]
    return "\n".join(
        "  ".join([*(line[i].ljust(widths[i]) for i in range(3)), line[3]]).rstrip()
        for line in cells
    )
