"""Golden frames: pictures shipped with a release, and the answers it must give to them."""

from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from cartvision.inference.answer import Answer

FOLDER = "golden"
BOX_TOLERANCE = 0.1  # pixels
SCORE_TOLERANCE = 1e-4


class GoldenAnswer(BaseModel):
    """The contents of golden/<n>.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    boxes: list[list[float]]
    scores: list[float]
    attributes: list[list[float]]


def golden_answer(answer: Answer) -> GoldenAnswer:
    """Rounded far below the tolerances, so that another machine writes the same file."""
    return GoldenAnswer(
        boxes=np.round(answer.boxes.astype(float), 2).tolist(),
        scores=np.round(answer.scores.astype(float), 5).tolist(),
        attributes=np.round(answer.attributes.astype(float), 5).tolist(),
    )


def read_golden(release: Path) -> list[tuple[str, bytes, GoldenAnswer]]:
    """Name, picture and expected answer of every golden frame, in order."""
    return [
        (file.stem, file.read_bytes(), _read_answer(file.with_suffix(".json")))
        for file in sorted((release / FOLDER).glob("*.jpg"))
    ]


def _read_answer(file: Path) -> GoldenAnswer:
    return GoldenAnswer.model_validate_json(file.read_bytes())


def difference(answer: Answer, *, expected: GoldenAnswer) -> str:
    """What is wrong with the answer, in words; "" if nothing is."""
    if len(answer.scores) != len(expected.scores):
        return f"{len(answer.scores)} products instead of {len(expected.scores)}"
    gaps = {
        "boxes": (_gap(answer.boxes, expected.boxes), BOX_TOLERANCE),
        "scores": (_gap(answer.scores, expected.scores), SCORE_TOLERANCE),
        "attributes": (_gap(answer.attributes, expected.attributes), SCORE_TOLERANCE),
    }
    faults = [
        f"{name} differ by {gap:.3g} (at most {most})"
        for name, (gap, most) in gaps.items()
        if not gap <= most
    ]
    return ", ".join(faults)


def _gap(found: np.ndarray, expected: list[float] | list[list[float]]) -> float:
    if not expected:
        return 0.0
    return float(np.abs(found.astype(float) - np.asarray(expected)).max())
