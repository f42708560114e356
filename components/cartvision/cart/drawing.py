"""An answer drawn on its picture: boxes, numbers for attributes, and a strip that explains them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from cartvision.inference.answer import Answer
from cartvision.vision.codec import Pixels
from cartvision.vision.drawing import BLUE, GREEN, INK, draw_boxes, write

LINE = 16  # pixels a line of the strip
LETTER = 6.5  # pixels a letter, about


def draw_answer(
    pixels: Pixels, answer: Answer, *, attributes: Sequence[str], thresholds: Sequence[float]
) -> Pixels:
    """Green boxes, blue ones with the numbers of their attributes, and below them a strip."""
    said = answer.attributes >= np.asarray(thresholds, dtype=np.float32)  # (n, a)
    plain = ~said.any(axis=1)
    canvas = draw_boxes(pixels, answer.boxes[plain], colour=GREEN)
    words = [numbers(row) for row in said[~plain]]
    canvas = draw_boxes(canvas, answer.boxes[~plain], colour=BLUE, words=words)
    entries = [f"{len(answer.scores)} products"] + [
        f"{number} = {name} ({count})"
        for number, (name, count) in enumerate(zip(attributes, said.sum(axis=0), strict=True), 1)
    ]
    return np.vstack([canvas, strip(entries, width=canvas.shape[1])])


def numbers(said: NDArray[np.bool_]) -> str:
    """The attributes of one product as their numbers in the strip, "1,3"."""
    return ",".join(str(number) for number in np.flatnonzero(said) + 1)


def strip(entries: Sequence[str], *, width: int) -> Pixels:
    """White words on dark ground, broken between entries where a line is full."""
    lines = [""]
    for entry in entries:
        longer = f"{lines[-1]}   {entry}".strip()
        if lines[-1] and len(longer) * LETTER > width:
            lines.append(entry)
        else:
            lines[-1] = longer
    ground = np.full((LINE * len(lines) + 4, width, 3), INK, dtype=np.uint8)
    for number, line in enumerate(lines):
        write(ground, line, left=3, top=(number + 1) * LINE)
    return ground
