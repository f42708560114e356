"""The anchor detector: a pyramid, one head for all levels, boxes told from anchors."""

import torch
from torch import Tensor

from cartvision.models.backbones.build import build_backbone
from cartvision.models.detectors.anchors.config import STRIDES, AnchorsConfig
from cartvision.models.detectors.anchors.head import Head
from cartvision.models.detectors.anchors.losses import Taken, box_loss, score_loss
from cartvision.models.detectors.anchors.matching import match
from cartvision.models.detectors.anchors.shapes import anchor_shapes, decode
from cartvision.models.detectors.anchors.suppression import (
    best_of_cells,
    fits_the_square,
    without_boxes_in_boxes,
)
from cartvision.models.detectors.assignment import locations
from cartvision.models.detectors.detections import Detections, best_of
from cartvision.models.detectors.detector import Detector
from cartvision.models.detectors.pyramid import Pyramid
from cartvision.models.letterbox import channels_first


class AnchorsDetector(Detector):
    """Every anchor in the middle of a product says so, and how its box differs."""

    config_class = AnchorsConfig
    config: AnchorsConfig

    def __init__(self, config: AnchorsConfig) -> None:
        super().__init__(config)
        self.backbone = build_backbone(config.backbone)
        self.pyramid = Pyramid(self.backbone.channels, channels=config.channels)
        self.head = Head(
            config.channels,
            depth=config.depth,
            shapes=len(config.ratios) * len(config.scales),
            classes=len(config.classes),
        )
        self.post_init()

    def forward(
        self, frames: Tensor, boxes: list[Tensor], kinds: list[Tensor]
    ) -> dict[str, Tensor]:
        """The mean over pictures, so that the loss does not depend on which stand together."""
        pixels = channels_first(frames)
        logits, deltas = self._look(pixels)
        taken = self._taken(boxes, kinds, size=pixels.shape[2], device=pixels.device)
        both = [
            (
                score_loss(logits[number].flatten(0, 1), one, config=self.config),
                box_loss(deltas[number].flatten(0, 1), one, config=self.config),
            )
            for number, one in enumerate(taken)
        ]
        score, box = (torch.stack(part).mean() for part in zip(*both, strict=True))
        return {"loss": score + box, "score_loss": score.detach(), "box_loss": box.detach()}

    def propose(self, pixels: Tensor, *, most: int) -> Detections:
        config, size = self.config, pixels.shape[2]
        logits, deltas = self._look(pixels)
        scores, shape = best_of_cells((logits.float() / config.logit_temperature).sigmoid())
        boxes = self._boxes(deltas, shape, size=size)
        fits = fits_the_square(
            boxes, size=size, least_side=config.least_side, most_area=config.most_area
        )
        found = best_of(
            boxes,
            scores * fits[..., None],
            candidates=config.candidates,
            most=min(most, config.most),
            overlap=config.nms_iou,
            floor=config.confidence,
        )
        return without_boxes_in_boxes(found, most_inside=config.most_inside)

    def _look(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Logits (b, cells, a, c) and differences in deviations (b, cells, a, 4)."""
        logits, deltas = self.head(self.pyramid(self.backbone.pyramid(pixels)))
        return logits, deltas

    def _shapes(self, device: torch.device) -> Tensor:
        config = self.config
        shapes = anchor_shapes(config.sides, ratios=config.ratios, scales=config.scales)
        return shapes.to(device)

    def _boxes(self, deltas: Tensor, shape: Tensor, *, size: int) -> Tensor:
        """The boxes (b, cells, 4) of the anchor `shape` (b, cells) of each cell."""
        place = shape[..., None, None].expand(-1, -1, 1, 4)
        said = deltas.gather(2, place)[:, :, 0].float() * deltas.new_tensor(
            self.config.deviations, dtype=torch.float32
        )
        centres, steps = locations(size, strides=STRIDES, device=deltas.device)
        level = torch.bucketize(steps, steps.new_tensor(STRIDES))
        shapes = self._shapes(deltas.device)[level, shape]
        return decode(said, centres=centres, shapes=shapes, limit=self.config.delta_limit)

    def _taken(
        self, boxes: list[Tensor], kinds: list[Tensor], *, size: int, device: torch.device
    ) -> list[Taken]:
        """For each picture its anchors on products."""
        truth, labels = torch.cat(boxes).to(device).float(), torch.cat(kinds).to(device)
        counts = torch.tensor([len(one) for one in boxes], device=device)
        shapes = self._shapes(device)
        found = match(
            truth,
            picture=torch.arange(len(boxes), device=device).repeat_interleave(counts),
            size=size,
            strides=STRIDES,
            shapes=shapes,
            least=self.config.match_iou,
            radius=self.config.centre_radius,
        )
        centres, steps = locations(size, strides=STRIDES, device=device)
        cell, shape = found.anchor // shapes.shape[1], found.anchor % shapes.shape[1]
        level = torch.bucketize(steps[cell], steps.new_tensor(STRIDES))
        every = Taken(
            place=found.anchor,
            centres=centres[cell],
            shapes=shapes[level, shape],
            boxes=truth[found.box],
            kinds=labels[found.box],
        )
        return [
            Taken(*(part[found.picture == number] for part in every))
            for number in range(len(boxes))
        ]
