"""What a model sees of every subject, where its backbone does not learn: computed once."""

from collections.abc import Callable
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

import torch
from torch import Tensor

from cartvision.models.describer.model import Describer
from cartvision.models.ranks import is_first
from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.training.identity import same_or_anew
from cartvision.training.storing import store

FILE = "vectors.pt"
TOGETHER = 64  # crops, at least, that are computed at a time


def kept_from(folder: Path, model: Describer, cutter: Cutter, *, data: str, seed: int) -> Tensor:
    """`learnt_from`, or what a stopped run left of it in the folder; `data` is a fingerprint."""
    seen_by = sha256()
    for weights in model.backbone.state_dict().values():
        seen_by.update(weights.numpy().tobytes())
    shown = {"size": cutter.size, "views": asdict(cutter.views), "subjects": len(cutter.some)}
    same_or_anew(folder, shown | {"data": data, "seed": seed, "backbone": seen_by.hexdigest()})
    file = folder / FILE
    if file.is_file():
        kept: Tensor = torch.load(file, weights_only=True)
        return kept
    seen = learnt_from(model, cutter, seed=seed)
    if is_first():
        store(seen, file)
    return seen


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
