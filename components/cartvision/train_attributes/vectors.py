"""What a model sees of every subject, where its backbone does not learn: computed once."""

from collections.abc import Callable

import torch
from torch import Tensor

from cartvision.models.describer.model import Describer
from cartvision.train_attributes.subjects.crops import Cutter

TOGETHER = 64  # crops, at least, that are computed at a time


def learnt_from(model: Describer, cutter: Cutter, *, seed: int) -> Tensor:
    """(n, width), in the order of the cutter's subjects; on the CPU."""
    return _vectors(model, model.backbone, cutter, what="train vectors", seed=seed)


def answered_from(model: Describer, cutter: Cutter, *, what: str, seed: int) -> Tensor:
    """The same as the model answers: with mirror images, if it is one that does."""
    return _vectors(model, model.seen, cutter, what=what, seed=seed)


def _vectors(
    model: Describer, see: Callable[[Tensor], Tensor], cutter: Cutter, *, what: str, seed: int
) -> Tensor:
    model.eval()
    told: list[Tensor] = [torch.zeros(0, model.backbone.width)]
    waiting: list[Tensor] = []
    with torch.inference_mode():
        for rows, crops in cutter.each(seed=seed, what=what):
            waiting.append(crops)
            if sum(map(len, waiting)) >= TOGETHER or rows[-1] == len(cutter.some) - 1:
                told.append(see(torch.cat(waiting).to(model.device)).cpu())
                waiting = []
    return torch.cat(told)
