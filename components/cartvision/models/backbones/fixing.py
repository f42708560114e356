"""What a backbone that has learnt keeps as it is, while the rest learns."""

from torch import nn

from cartvision.models.backbones.efficientnet_lite0 import EfficientNetLite0
from cartvision.models.backbones.resnet import ResNet


class FixedNorm(nn.BatchNorm2d):
    """Answers with the statistics it came with: those of a few shelves are a poor exchange."""

    def train(self, mode: bool = True) -> "FixedNorm":  # noqa: ARG002 - PyTorch's signature
        return super().train(False)


def fix(backbone: EfficientNetLite0 | ResNet, *, stages: int) -> None:
    """All norms keep their statistics; the stem and the first stages all of their weights.

    These see edges and colours, which are on shelves what they are anywhere, at the finest maps,
    where a step backwards costs most.
    """
    for module in backbone.modules():
        if type(module) is nn.BatchNorm2d:
            module.__class__ = FixedNorm  # all that differs is what training does to it
    for part in backbone.parts[: 1 + stages] if stages else ():
        part.requires_grad_(False)
