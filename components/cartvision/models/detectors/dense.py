"""The dense detector: a pyramid and an anchor-free head that scores its own boxes."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows

from cartvision.data.categories import UNKNOWN
from cartvision.models.backbones.build import build_backbone
from cartvision.models.detectors.assignment import assign, locations
from cartvision.models.detectors.detections import Detections, best_of
from cartvision.models.detectors.detector import Detector, DetectorConfig
from cartvision.models.detectors.pyramid import Pyramid
from cartvision.models.detectors.tower import Tower
from cartvision.models.letterbox import channels_first
from cartvision.models.losses import paired_iou, quality_focal, shared_count

STRIDES = (4, 8, 16, 32, 64)
MORE = 1  # the levels that no backbone has
LEVEL_SIDES = (28.0, 64.0, 128.0, 256.0)  # a product's longer side where the next level takes over
PRIOR = -4.0  # the first score logit: nearly every location is background
FIRST_REACH = 2.0  # strides from a location to each side of its box, before anything is learnt
BOX_WEIGHT = 3.0

CANDIDATES = 1500  # before suppression: at 400 a dense shelf loses a seventh of its products
OVERLAP = 0.6
AGREE = 0.6  # neighbours err in other directions: their mean gains .012 mAP
SCORE_FLOOR = 0.1  # lower ones cost a fifth more crops and no average precision


class DenseConfig(DetectorConfig):
    model_type = "cartvision-dense"

    def __init__(
        self,
        backbone: str = "efficientnet-lite0",
        channels: int = 64,
        depth: int = 2,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self.backbone = backbone
        self.channels = channels
        self.depth = depth


def _output(channels: int, outputs: int, *, bias: float) -> nn.Conv2d:
    """Says `bias` of everything at first."""
    convolution = nn.Conv2d(channels, outputs, 3, padding=1)
    nn.init.normal_(convolution.weight, std=0.01)
    convolution.bias = nn.Parameter(torch.full((outputs,), bias))
    return convolution


class Head(nn.Module):
    """Shared by all levels: a score a class and four distances a location."""

    def __init__(self, channels: int, *, depth: int, classes: int) -> None:
        super().__init__()
        self.score_tower = Tower(channels, depth=depth, levels=len(STRIDES))
        self.box_tower = Tower(channels, depth=depth, levels=len(STRIDES))
        self.score = _output(channels, classes, bias=PRIOR)
        self.box = _output(channels, 4, bias=FIRST_REACH)
        self.scale = nn.Parameter(torch.ones(len(STRIDES)))

    def forward(self, maps: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
        """Logits (b, l, c) and distances left, top, right, bottom (b, l, 4) in strides."""
        logits, distances = [], []
        for level, x in enumerate(maps):
            logits.append(self.score(self.score_tower(x, level=level)).flatten(2).transpose(1, 2))
            reach = F.softplus(self.box(self.box_tower(x, level=level)) * self.scale[level])
            distances.append(reach.flatten(2).transpose(1, 2))
        return torch.cat(logits, dim=1), torch.cat(distances, dim=1)


class DenseDetector(Detector):
    """Every location near a product's centre says how good its own box is."""

    config_class = DenseConfig

    def __init__(self, config: DenseConfig) -> None:
        super().__init__(config)
        self.backbone = build_backbone(config.backbone)
        self.pyramid = Pyramid(self.backbone.channels, channels=config.channels, more=MORE)
        self.head = Head(config.channels, depth=config.depth, classes=len(config.classes))
        self.post_init()

    def forward(
        self, frames: Tensor, boxes: list[Tensor], kinds: list[Tensor]
    ) -> dict[str, Tensor]:
        pixels = channels_first(frames)
        logits, found = self._look(pixels)
        return self._losses(logits, found, boxes, kinds, size=pixels.shape[2])

    def propose(self, pixels: Tensor, *, most: int) -> Detections:
        logits, found = self._look(pixels)
        return best_of(
            found,
            logits.sigmoid(),
            candidates=CANDIDATES,
            most=most,
            overlap=OVERLAP,
            floor=SCORE_FLOOR,
            agree=AGREE,
        )

    def _look(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (b, l, c) and boxes (b, l, 4) xyxy in pixels."""
        logits, distances = self.head(self.pyramid(self.backbone.pyramid(pixels)))
        centres, steps = locations(pixels.shape[2], strides=STRIDES, device=pixels.device)
        reach = distances.float() * steps[:, None]
        found = torch.cat([centres - reach[..., :2], centres + reach[..., 2:]], dim=-1)
        return logits.float(), found

    @staticmethod
    def _losses(
        logits: Tensor, found: Tensor, boxes: list[Tensor], kinds: list[Tensor], *, size: int
    ) -> dict[str, Tensor]:
        truth, labels = torch.cat(boxes).to(found), torch.cat(kinds).to(found.device)
        owner = assign(
            truth,
            picture=_picture_of(boxes).to(found.device),
            pictures=len(boxes),
            size=size,
            strides=STRIDES,
            sides=LEVEL_SIDES,
        )
        taken = owner >= 0
        iou, giou = paired_iou(found[taken], truth[owner[taken]])
        positives = shared_count(taken.sum())
        score = _score_loss(logits, taken, labels[owner[taken]], quality=iou.detach()) / positives
        box = BOX_WEIGHT * (1 - giou).sum() / positives
        return {"loss": score + box, "score_loss": score.detach(), "box_loss": box.detach()}


def _picture_of(boxes: list[Tensor]) -> Tensor:
    """The picture (n,) of each box, all boxes in one row."""
    counts = torch.tensor([len(one) for one in boxes])
    return torch.arange(len(boxes)).repeat_interleave(counts)


def _score_loss(logits: Tensor, taken: Tensor, kinds: Tensor, *, quality: Tensor) -> Tensor:
    """`taken` (b, l) are the locations of `kinds` (p,); one of unknown class tells no score."""
    known = kinds != UNKNOWN
    counted = torch.ones_like(taken)
    counted[taken] = known
    target = torch.zeros_like(logits)
    pictures, places = taken.nonzero(as_tuple=True)
    target[pictures[known], places[known], kinds[known]] = quality[known]
    return quality_focal(logits[counted], target[counted])
