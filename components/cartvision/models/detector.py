"""The dense detector: Lite0, a pyramid and an anchor-free head that scores its own boxes."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows
from transformers import PretrainedConfig, PreTrainedModel

from cartvision.models.assignment import assign, locations
from cartvision.models.efficientnet import PYRAMID_CHANNELS, EfficientNetLite0
from cartvision.models.letterbox import channels_first, letterbox
from cartvision.models.losses import paired_iou, quality_focal

STRIDES = (4, 8, 16)
PRIOR = -4.0  # the first score logit: nearly every location is background
BOX_WEIGHT = 2.0


class DetectorConfig(PretrainedConfig):
    model_type = "cartvision-detector"

    def __init__(
        self,
        size: int = 320,
        channels: int = 64,
        depth: int = 2,
        min_score: float = 0.3,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self.size = size
        self.channels = channels
        self.depth = depth
        self.min_score = min_score


def _layer(channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, padding=1, bias=False),
        nn.BatchNorm2d(channels),
        nn.ReLU(),
    )


class Pyramid(nn.Module):
    """Maps of one width at strides 4, 8 and 16; what stride 32 knows flows down into them."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.lateral = nn.ModuleList(nn.Conv2d(width, channels, 1) for width in PYRAMID_CHANNELS)
        self.smooth = nn.ModuleList(_layer(channels) for _ in STRIDES)

    def forward(self, maps: list[Tensor]) -> list[Tensor]:
        merged = [lateral(x) for lateral, x in zip(self.lateral, maps, strict=True)]
        for level in range(len(merged) - 2, -1, -1):
            merged[level] = merged[level] + F.interpolate(merged[level + 1], scale_factor=2.0)
        return [smooth(x) for smooth, x in zip(self.smooth, merged, strict=False)]


class Head(nn.Module):
    """Shared by all levels: a score and four distances a location."""

    def __init__(self, channels: int, *, depth: int) -> None:
        super().__init__()
        self.score_tower = nn.Sequential(*(_layer(channels) for _ in range(depth)))
        self.box_tower = nn.Sequential(*(_layer(channels) for _ in range(depth)))
        self.score = nn.Conv2d(channels, 1, 3, padding=1)
        self.box = nn.Conv2d(channels, 4, 3, padding=1)
        self.score.bias = nn.Parameter(torch.full((1,), PRIOR))
        self.scale = nn.Parameter(torch.ones(len(STRIDES)))

    def forward(self, maps: list[Tensor]) -> tuple[Tensor, Tensor]:
        """Logits (b, l) and distances left, top, right, bottom (b, l, 4) in strides."""
        logits, distances = [], []
        for level, x in enumerate(maps):
            logits.append(self.score(self.score_tower(x)).flatten(1))
            reach = F.softplus(self.box(self.box_tower(x)) * self.scale[level])
            distances.append(reach.flatten(2).transpose(1, 2))
        return torch.cat(logits, dim=1), torch.cat(distances, dim=1)


class Detector(PreTrainedModel):
    """Frames (b, h, w, 3) uint8 to scored boxes; with `boxes`, also the loss."""

    config_class = DetectorConfig
    main_input_name = "frames"

    def __init__(self, config: DetectorConfig) -> None:
        super().__init__(config)
        self.backbone = EfficientNetLite0()
        self.pyramid = Pyramid(config.channels)
        self.head = Head(config.channels, depth=config.depth)
        self.post_init()

    def _init_weights(self, module: nn.Module) -> None:
        """PyTorch's own initialisation stands; the backbone's weights are loaded by name."""

    def forward(self, frames: Tensor, boxes: list[Tensor] | None = None) -> dict[str, Tensor]:
        """Boxes (b, l, 4) xyxy in pixels of the frames, and scores (b, l)."""
        pixels, back = letterbox(channels_first(frames), size=self.config.size)
        logits, distances = self.head(self.pyramid(self.backbone.pyramid(pixels)))
        centres, steps = locations(self.config.size, strides=STRIDES, device=pixels.device)
        found = self._decode(distances.float(), centres=centres, steps=steps)
        out = {"boxes": found * back, "scores": logits.float().sigmoid()}
        if boxes is not None:
            targets = [given.to(found) / back for given in boxes]
            out["loss"] = self._loss(logits.float(), found, targets, centres=centres, steps=steps)
        return out

    @staticmethod
    def _decode(distances: Tensor, *, centres: Tensor, steps: Tensor) -> Tensor:
        reach = distances * steps[:, None]
        return torch.cat([centres - reach[..., :2], centres + reach[..., 2:]], dim=-1)

    @staticmethod
    def _loss(
        logits: Tensor, found: Tensor, targets: list[Tensor], *, centres: Tensor, steps: Tensor
    ) -> Tensor:
        quality = torch.zeros_like(logits)
        box_loss = logits.sum() * 0
        positives = 0
        for picture, truth in enumerate(targets):
            owner = assign(truth, centres=centres, steps=steps)
            taken = owner >= 0
            if not taken.any():
                continue
            iou, giou = paired_iou(found[picture, taken], truth[owner[taken]])
            quality[picture, taken] = iou.detach()
            box_loss = box_loss + (1 - giou).sum()
            positives += int(taken.sum())
        return (quality_focal(logits, quality) + BOX_WEIGHT * box_loss) / max(positives, 1)
