"""Convolutions that all levels of a pyramid share, each level with norms of its own."""

from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows


class Tower(nn.Module):
    """A norm shared by levels would learn with each level's statistics, one after the other, and
    answer with a mean of them that is no level's: of .61 mAP .33 were left."""

    def __init__(self, channels: int, *, depth: int, levels: int) -> None:
        super().__init__()
        self.convolutions = nn.ModuleList(
            nn.Conv2d(channels, channels, 3, padding=1, bias=False) for _ in range(depth)
        )
        self.norms = nn.ModuleList(
            nn.ModuleList(nn.BatchNorm2d(channels) for _ in range(depth)) for _ in range(levels)
        )

    def forward(self, x: Tensor, *, level: int) -> Tensor:
        norms = self.norms[level]
        assert isinstance(norms, nn.ModuleList)
        for convolution, norm in zip(self.convolutions, norms, strict=True):
            x = F.relu(norm(convolution(x)))
        return x
