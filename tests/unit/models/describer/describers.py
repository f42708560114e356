"""Describers that tell crops apart without having learnt anything."""

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

from cartvision.models.describer.config import DescriberConfig
from cartvision.models.describer.model import Describer

SIDE = 64
NAMES = ["has_cap", "damaged"]
CATEGORIES = ["Drinks", "Drinks > Soda > Cola", "Drinks > Soda > Lime", "Food > Bread"]


def crops(count: int, *, seed: int = 3) -> Tensor:
    """Noise, each crop with a grain of its own: they look different when pooled."""
    rng = torch.Generator().manual_seed(seed)
    grain = torch.randint(0, 3, (count,), generator=rng).tolist()
    coarse = [torch.rand(3, SIDE >> 2 * g, SIDE >> 2 * g, generator=rng) * 255 for g in grain]
    whole = [
        one.repeat_interleave(4**g, 1).repeat_interleave(4**g, 2)
        for one, g in zip(coarse, grain, strict=True)
    ]
    return torch.stack(whole) if whole else torch.zeros(0, 3, SIDE, SIDE)


def awake(config: DescriberConfig) -> Describer:
    """With random weights through which signals neither fade nor grow, and heads that are sure."""
    torch.manual_seed(0)
    made = Describer(config).eval()
    for module in made.backbone.modules():
        if isinstance(module, nn.Conv2d):
            nn.init.kaiming_normal_(module.weight)
        elif isinstance(module, nn.BatchNorm2d):
            nn.init.ones_(module.weight)
    _settle(made)
    return made


def _settle(made: Describer) -> None:
    """Norms that know these crops, and category logits of the size of a trained model's."""
    norms = [module for module in made.backbone.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.momentum = None  # the plain mean of what was seen
        norm.reset_running_stats()
    with torch.no_grad():
        made.backbone.train()(crops(32, seed=1))
        seen = made.backbone.eval()(crops(32, seed=1))
        if isinstance(made.categories, nn.Linear):
            logits = made.categories(seen)
            made.categories.weight.mul_(3 / logits.std(dim=0, keepdim=True).T)
            made.categories.bias.copy_(-(made.categories(seen) - made.categories.bias).mean(dim=0))


def config(**told: Any) -> DescriberConfig:
    return DescriberConfig(**{"names": NAMES, "categories": CATEGORIES, "crop": SIDE} | told)


TINY_EFFICIENTNET = {
    "model_type": "efficientnet",
    "width_coefficient": 0.25,
    "depth_coefficient": 0.1,
    "hidden_dim": 320,
}
TINY_RESNET = {
    "model_type": "resnet",
    "embedding_size": 8,
    "hidden_sizes": [8, 16],
    "depths": [1, 1],
    "layer_type": "basic",
}


def elsewhere(model: Mapping[str, Any] = TINY_EFFICIENTNET, *, width: int = 320) -> dict[str, Any]:
    """As a describer keeps a backbone that came from the hub."""
    scale = {"mean": [120.0, 110.0, 100.0], "deviation": [60.0, 55.0, 50.0]}
    return {"config": dict(model), "width": width, **scale}
