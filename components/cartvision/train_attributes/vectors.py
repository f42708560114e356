"""What a backbone that does not learn says of every subject, computed once."""

import torch
from torch import Tensor

from cartvision.models.describer.pooled import Pooled
from cartvision.train_attributes.subjects.crops import Cutter

TOGETHER = 64  # crops, at least, that are computed at a time


def vectors(backbone: Pooled, cutter: Cutter, *, what: str, seed: int) -> Tensor:
    """(n, width), in the order of the cutter's subjects; on the CPU."""
    device = next(backbone.parameters()).device
    told: list[Tensor] = [torch.zeros(0, backbone.width)]
    waiting: list[Tensor] = []
    with torch.inference_mode():
        for rows, crops in cutter.each(seed=seed, what=what):
            waiting.append(crops)
            if sum(map(len, waiting)) >= TOGETHER or rows[-1] == len(cutter.some) - 1:
                told.append(backbone(torch.cat(waiting).to(device)).cpu())
                waiting = []
    return torch.cat(told)
