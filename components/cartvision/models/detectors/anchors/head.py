"""The head that all levels share."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from cartvision.models.detectors.anchors.config import STRIDES
from cartvision.models.detectors.tower import Tower

PRIOR = -4.0  # the first score logit: nearly every anchor is on background


class Head(nn.Module):
    """A tower, then a score a class and four differences for each shape of each cell."""

    def __init__(self, channels: int, *, depth: int, shapes: int, classes: int) -> None:
        super().__init__()
        self.shapes = shapes
        self.tower = Tower(channels, depth=depth, levels=len(STRIDES))
        self.score = nn.Conv2d(channels, shapes * classes, 3, padding=1)
        self.box = nn.Conv2d(channels, shapes * 4, 3, padding=1)
        self.score.bias = nn.Parameter(torch.full((shapes * classes,), PRIOR))

    def forward(self, maps: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        """Logits (b, cells, a, c) and differences (b, cells, a, 4), level by level, row by row."""
        seen = [self.tower(x, level=level) for level, x in enumerate(maps)]
        return self._told(self.score, seen), self._told(self.box, seen)

    def _told(self, branch: nn.Conv2d, maps: Sequence[Tensor]) -> Tensor:
        flat = torch.cat([branch(x).flatten(2) for x in maps], dim=2).transpose(1, 2)
        return flat.reshape(*flat.shape[:2], self.shapes, -1)
