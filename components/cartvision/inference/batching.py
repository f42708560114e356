"""Frames of any sizes as batches that a graph can take, and its padded rows as answers."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import NA
from cartvision.inference.answer import Answer
from cartvision.vision.codec import Pixels

Frames = NDArray[np.uint8]  # (b, h, w, 3)


def in_batches(
    frames: Sequence[Pixels], *, ask: Callable[[Frames], Sequence[Answer]]
) -> list[Answer]:
    """An answer a frame, in their order; `ask` is called once for every size of frame."""
    alike: dict[tuple[int, ...], list[int]] = {}
    for place, frame in enumerate(frames):
        alike.setdefault(frame.shape, []).append(place)
    answers: dict[int, Answer] = {}
    for places in alike.values():
        together = np.stack([frames[place] for place in places])
        answers.update(zip(places, ask(together), strict=True))
    return [answers[place] for place in range(len(frames))]


def unpadded(
    boxes: NDArray[np.float32],  # (b, most, 4)
    scores: NDArray[np.float32],  # (b, most)
    classes: NDArray[np.int32],  # (b, most)
    attributes: NDArray[np.float32],  # (b, most, a)
    count: NDArray[np.int32],  # (b, 1)
    categories: NDArray[np.int32] | None = None,  # (b, most) places in `names`, or NA
    certainty: NDArray[np.float32] | None = None,  # (b, most)
    *,
    names: Sequence[str] = (),
) -> list[Answer]:
    """The rows of each picture that hold a product; `names` are the model's categories, if any."""
    if categories is None or certainty is None:
        categories, certainty = np.full(scores.shape, NA, np.int32), np.zeros_like(scores)
    return [
        Answer(
            boxes=boxes[row, :n],
            scores=scores[row, :n],
            attributes=attributes[row, :n],
            classes=classes[row, :n].astype(np.int64),
            categories=named(categories[row, :n], names=names),
            certainty=certainty[row, :n],
        )
        for row, n in enumerate(count[:, 0].tolist())
    ]


def named(places: NDArray[np.integer], *, names: Sequence[str]) -> tuple[str, ...]:
    """The path at each of these places (n,), "" at NA; () where there are no names at all."""
    return tuple(names[place] if place != NA else "" for place in places.tolist()) if names else ()
