"""The classes of an answer in words, where the model tells several."""

from collections.abc import Mapping, Sequence

import numpy as np

from cartvision.inference.answer import Answer


def tally(answer: Answer, *, classes: Sequence[str]) -> Mapping[int, int]:
    """How many products are of each class that was seen, by its place; {} where all are of one."""
    if len(classes) == 1:
        return {}
    seen, counts = np.unique(answer.kinds, return_counts=True)
    return dict(zip(seen.tolist(), counts.tolist(), strict=True))


def counted(answer: Answer, *, classes: Sequence[str]) -> str:
    """As in "3 products (2 Drinks, 1 Food)"; no class is named where there is only one."""
    told = f"{len(answer.scores)} products"
    parts = [f"{n} {classes[kind]}" for kind, n in tally(answer, classes=classes).items()]
    return f"{told} ({', '.join(parts)})" if parts else told
