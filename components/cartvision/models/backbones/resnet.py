"""ResNets: the backbones of most published detectors."""

from dataclasses import dataclass

from torch import Tensor, nn
from transformers import ResNetBackbone, ResNetConfig

MEAN = (0.485, 0.456, 0.406)  # the pixel scale of ImageNet's weights, for values of 0 to 1
DEVIATION = (0.229, 0.224, 0.225)
STAGES = ["stage1", "stage2", "stage3", "stage4"]


@dataclass(frozen=True)
class Build:
    """What tells one ResNet from another."""

    layer: str
    depths: tuple[int, ...]
    channels: tuple[int, ...]


BASIC, BOTTLENECK = (64, 128, 256, 512), (256, 512, 1024, 2048)
RESNETS = {
    "resnet18": Build("basic", (2, 2, 2, 2), BASIC),
    "resnet34": Build("basic", (3, 4, 6, 3), BASIC),
    "resnet50": Build("bottleneck", (3, 4, 6, 3), BOTTLENECK),
    "resnet101": Build("bottleneck", (3, 4, 23, 3), BOTTLENECK),
}


class ResNet(nn.Module):
    """Takes (b, 3, h, w) RGB of 0 to 255, h and w multiples of 32."""

    def __init__(self, name: str) -> None:
        super().__init__()
        build = RESNETS[name]
        self.channels = build.channels
        config = ResNetConfig(
            layer_type=build.layer,
            depths=list(build.depths),
            hidden_sizes=list(build.channels),
            out_features=STAGES,  # type: ignore[call-arg] # read by its __post_init__
        )
        self.body = ResNetBackbone(config)

    @property
    def parts(self) -> list[nn.Module]:
        """The stem, then the stages, as pixels pass through them."""
        return [self.body.embedder, *self.body.encoder.stages]

    def pyramid(self, pixels: Tensor) -> list[Tensor]:
        """Feature maps at strides 4, 8, 16 and 32."""
        mean = pixels.new_tensor(MEAN)[:, None, None]
        deviation = pixels.new_tensor(DEVIATION)[:, None, None]
        return list(self.body((pixels / 255 - mean) / deviation).feature_maps)
