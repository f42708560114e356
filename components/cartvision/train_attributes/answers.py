"""What a describer says of held-out subjects, before it is calibrated."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cartvision.models.describer.model import Describer
from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.train_attributes.vectors import answered_from

TOGETHER = 4096  # vectors that the heads take at a time

Numbers = NDArray[np.float32]


@dataclass(frozen=True)
class Answers:
    """One row a subject."""

    attributes: Numbers  # (n, a) logits
    categories: Numbers  # (n, leaves) logits
    embedding: Numbers  # (n, e) of length 1

    def __len__(self) -> int:
        return len(self.attributes)


def answers_of(model: Describer, cutter: Cutter, *, what: str, seed: int) -> Answers:
    return answers_to(model, answered_from(model, cutter, what=what, seed=seed))


def answers_to(model: Describer, seen: Tensor) -> Answers:
    """Of vectors (n, width), as `answered_from` gives them."""
    told: list[list[Tensor]] = [[], [], []]
    with torch.inference_mode():
        for some in seen.split(TOGETHER):
            out = model(features=some.to(model.device))
            for column, name in zip(
                told, ("attribute_logits", "category_logits", "embedding"), strict=True
            ):
                column.append(out[name].float().cpu())
    return Answers(*(torch.cat(column).numpy() for column in told))
