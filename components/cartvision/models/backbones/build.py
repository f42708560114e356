"""Backbones by name."""

from cartvision.errors import InputError
from cartvision.models.backbones.efficientnet_lite0 import EfficientNetLite0
from cartvision.models.backbones.resnet import RESNETS, ResNet

LITE0 = "efficientnet-lite0"
BACKBONES = (LITE0, *RESNETS)


def build_backbone(name: str) -> EfficientNetLite0 | ResNet:
    """The backbone with random weights."""
    if name == LITE0:
        return EfficientNetLite0()
    if name in RESNETS:
        return ResNet(name)
    raise InputError(f"there is no backbone {name!r}; there are {', '.join(BACKBONES)}")
