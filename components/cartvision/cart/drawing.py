"""An answer drawn on its picture: boxes, signs for what is said, a strip that explains them."""

from collections.abc import Iterator, Sequence
from itertools import count, product
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from cartvision.cart.names import names, tally
from cartvision.inference.answer import Answer
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels
from cartvision.vision.drawing import BLUE, GREEN, INK, draw_boxes, write

LINE = 16  # pixels a line of the strip
LETTER = 6.5  # pixels a letter, about


def draw_answer(
    pixels: Pixels,
    answer: Answer,
    *,
    classes: Sequence[str],
    attributes: Sequence[str],
    thresholds: Sequence[float],
) -> Pixels:
    """Green boxes, blue ones where an attribute is said, and below them a strip.

    A box bears the letter of its name, if it has one, and the numbers of its attributes.
    """
    said = answer.attributes >= np.asarray(thresholds, dtype=np.float32)  # (n, a)
    found = tally(answer, classes=classes)
    signs = dict(zip(found, letters(), strict=False))
    words = [
        signs.get(name, "") + numbers(row)
        for name, row in zip(names(answer, classes=classes), said, strict=True)
    ]
    entries = [
        f"{len(answer.scores)} products",
        *(f"{signs[name]} = {name} ({many})" for name, many in found.items()),
        *(
            f"{number} = {name} ({many})"
            for number, (name, many) in enumerate(zip(attributes, said.sum(0), strict=True), 1)
        ),
    ]
    canvas = outlined(pixels, answer.boxes, said=said, words=words)
    return np.vstack([canvas, strip(entries, width=canvas.shape[1])])


def outlined(
    pixels: Pixels, boxes: Boxes, *, said: NDArray[np.bool_], words: Sequence[str]
) -> Pixels:
    """All boxes, blue where an attribute is said (n, a), and above them their words."""
    blue = np.asarray(said.any(axis=1))
    canvas = draw_boxes(pixels, boxes[~blue], colour=GREEN)
    canvas = draw_boxes(canvas, boxes[blue], colour=BLUE)
    for (left, top, _, _), marked, word in zip(boxes.tolist(), blue, words, strict=True):
        if word:
            write(canvas, word, left=int(left), top=int(top), background=BLUE if marked else GREEN)
    return canvas


def letters() -> Iterator[str]:
    """a … z, aa … zz and so on: short signs for any number of classes."""
    for length in count(1):
        yield from map("".join, product(ascii_lowercase, repeat=length))


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
