"""Golden frames: pictures shipped with a release, and the answers it must give to them."""

from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from cartvision.inference.answer import Answer

FOLDER = "golden"


class GoldenAnswer(BaseModel):
    """The contents of golden/<n>.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    boxes: list[list[float]]
    scores: list[float]
    classes: list[int]
    attributes: list[list[float]]
    categories: list[str] = []  # of none in a release whose model tells none
    certainty: list[float] = []


def golden_answer(answer: Answer) -> GoldenAnswer:
    """Rounded far below the tolerances: a small file that people can read."""
    return GoldenAnswer(
        boxes=np.round(answer.boxes.astype(float), 2).tolist(),
        scores=np.round(answer.scores.astype(float), 5).tolist(),
        classes=answer.kinds.tolist(),
        attributes=np.round(answer.attributes.astype(float), 5).tolist(),
        categories=list(answer.categories),
        certainty=np.round(answer.sureness.astype(float), 5).tolist(),
    )


def read_golden(release: Path) -> list[tuple[str, bytes, GoldenAnswer]]:
    """Name, picture and expected answer of every golden frame, in order."""
    return [
        (file.stem, file.read_bytes(), _read_answer(file.with_suffix(".json")))
        for file in sorted((release / FOLDER).glob("*.jpg"))
    ]


def _read_answer(file: Path) -> GoldenAnswer:
    return GoldenAnswer.model_validate_json(file.read_bytes())


def as_answer(golden: GoldenAnswer) -> Answer:
    count = len(golden.scores)
    return Answer(
        boxes=np.array(golden.boxes, dtype=np.float32).reshape(count, 4),
        scores=np.array(golden.scores, dtype=np.float32),
        attributes=np.array(golden.attributes, dtype=np.float32).reshape(count, -1)
        if count
        else np.zeros((0, 0), dtype=np.float32),
        classes=np.array(golden.classes, dtype=np.int64),
        categories=tuple(golden.categories),
        certainty=np.array(golden.certainty or [0.0] * count, dtype=np.float32),
    )
