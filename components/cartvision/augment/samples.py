"""A few pictures for the report."""

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from cartvision.augment.copies import shrunk
from cartvision.augment.draws import Draws, layers_of
from cartvision.augment.policy import PARTS, Entry, Policy
from cartvision.data.picture import Picture
from cartvision.data.reader import Dataset, RandomAccess
from cartvision.vision.codec import Pixels


def families(made: Dataset, *, most: int, each: int) -> list[list[Picture]]:
    """Originals from all over the train split, each with the first of its copies.

    Those with enough copies, as far as there are any.
    """
    copies = list(made.column("copy", split="train"))
    begins = [row for row, copy in enumerate(copies) if copy == 0]
    sizes = np.diff([*begins, len(copies)])
    ample = np.flatnonzero(sizes >= min(each, sizes.max(initial=0)))
    chosen = np.unique(np.linspace(0, len(ample) - 1, min(most, len(ample))).round().astype(int))
    pictures = RandomAccess(made, split="train")
    return [
        [pictures[begins[one] + place] for place in range(min(each, sizes[one]))]
        for one in ample[chosen].tolist()
    ]


def alone(policy: Policy, *, picture: Picture, seed: int) -> Iterator[tuple[str, Pixels]]:
    """What each transform of the policy makes of the picture, and its name."""
    pixels, _ = shrunk(picture, longest=policy.longest)
    layers, no_boxes = layers_of(pixels), np.zeros((0, 4), dtype=np.float32)
    for part in PARTS:
        for name, arguments in _named(getattr(policy, part)):
            always: list[Entry] = [{name: (arguments or {}) | {"p": 1.0}}]
            draws = Draws(policy.model_copy(update={one: [] for one in PARTS} | {part: always}))
            draw = draws.draw(layers, no_boxes, seed=seed)
            assert draw is not None  # it changes something, and there is nothing to lose
            yield name, draws.pixels(layers, draw)


def _named(entries: Sequence[Entry]) -> Iterator[tuple[str, dict[str, object] | None]]:
    """Each transform, those that are one of several too."""
    return chain.from_iterable(
        one.items() for entry in entries for one in entry.get("one_of", [entry])
    )
