"""A feature pyramid: maps of one width, and levels coarser than the backbone has."""

from collections.abc import Sequence

from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows


def layer(channels: int, *, stride: int = 1) -> nn.Sequential:
    """A 3 × 3 convolution, its norm and a ReLU."""
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, stride=stride, padding=1, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU(),
    )


class Pyramid(nn.Module):
    """What coarse maps know flows down into the fine ones; `more` levels halve the coarsest."""

    def __init__(self, widths: Sequence[int], *, channels: int, more: int = 0) -> None:
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(width, channels, 1) for width in widths)
        self.smooth = nn.ModuleList(layer(channels) for _ in widths)
        self.coarser = nn.ModuleList(layer(channels, stride=2) for _ in range(more))

    def forward(self, maps: Sequence[Tensor]) -> list[Tensor]:
        merged = [lateral(x) for lateral, x in zip(self.lateral, maps, strict=True)]
        for level in range(len(merged) - 2, -1, -1):
            below = merged[level]
            merged[level] = below + F.interpolate(merged[level + 1], size=below.shape[2:])
        levels = [smooth(x) for smooth, x in zip(self.smooth, merged, strict=True)]
        for halve in self.coarser:
            levels.append(halve(levels[-1]))
        return levels
