"""How far the exported graph's answers are from PyTorch's."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cartvision.errors import WorkError
from cartvision.inference.answer import Answer, Predictor
from cartvision.vision.codec import Pixels

MOST_PIXELS = 0.1
MOST_SCORE = 1e-4


@dataclass(frozen=True)
class Parity:
    """The largest differences seen; products compared is how much was there to differ."""

    boxes: float = 0.0  # pixels
    scores: float = 0.0
    attributes: float = 0.0
    products: int = 0


def compare(first: Predictor, second: Predictor, *, frames: Iterable[Pixels]) -> Parity:
    """Ask both and keep the largest differences; another number of products is an error."""
    worst = Parity()
    for frame in frames:
        a, b = first.predict([frame])[0], second.predict([frame])[0]
        if len(a.boxes) != len(b.boxes):
            raise WorkError(
                f"{first.subject} finds {len(a.boxes)} products where {second.subject} finds "
                f"{len(b.boxes)}: the export is not the model"
            )
        worst = _worse(worst, a, b)
    if worst.products == 0:
        raise WorkError("no product was found in any frame, so nothing was compared: train longer")
    return worst


def _worse(worst: Parity, a: Answer, b: Answer) -> Parity:
    return Parity(
        boxes=max(worst.boxes, float(np.abs(a.boxes - b.boxes).max(initial=0))),
        scores=max(worst.scores, float(np.abs(a.scores - b.scores).max(initial=0))),
        attributes=max(worst.attributes, float(np.abs(a.attributes - b.attributes).max(initial=0))),
        products=worst.products + len(a.boxes),
    )


def require(parity: Parity) -> None:
    if parity.boxes > MOST_PIXELS or max(parity.scores, parity.attributes) > MOST_SCORE:
        raise WorkError(
            f"the exported graph differs from PyTorch by {parity.boxes:.3g} px in boxes, "
            f"{parity.scores:.3g} in scores and {parity.attributes:.3g} in attributes; "
            f"at most {MOST_PIXELS} px and {MOST_SCORE} are allowed"
        )
