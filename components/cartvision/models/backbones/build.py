"""Backbones by name."""

from cartvision.models.backbones.efficientnet_lite0 import EfficientNetLite0


def build_backbone(name: str) -> EfficientNetLite0:
    assert name == "efficientnet-lite0"
    return EfficientNetLite0()
