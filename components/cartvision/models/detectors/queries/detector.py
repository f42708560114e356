"""The query detector: a transformers model, asked and taught in our words."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from transformers import AutoModelForObjectDetection

from cartvision.data.categories import UNKNOWN
from cartvision.models.detectors.detections import Detections
from cartvision.models.detectors.detector import Detector
from cartvision.models.detectors.queries.config import QueryConfig, inner_config
from cartvision.models.letterbox import channels_first
from cartvision.models.losses import shared_count

PIXEL_SCALE = 255.0  # their processors divide by it, and neither take a mean away nor a deviation
SCORE_FLOOR = 0.1


class QueryDetector(Detector):
    """Queries compete for the products, so that no box needs to be suppressed."""

    config_class = QueryConfig

    def __init__(self, config: QueryConfig) -> None:
        super().__init__(config)
        self.inner = AutoModelForObjectDetection.from_config(inner_config(config))
        for module in self.inner.modules():
            if isinstance(module, nn.BatchNorm2d):
                module.reset_parameters()  # RT-DETR's start near 0, and it learns more slowly
        self.post_init()

    def forward(
        self, frames: Tensor, boxes: list[Tensor], kinds: list[Tensor]
    ) -> dict[str, Tensor]:
        """As every detector; "loss" also has what the layers before the last one cost."""
        labels = [
            _label(box.to(frames.device), kind.to(frames.device), size=frames.shape[1])
            for box, kind in zip(boxes, kinds, strict=True)
        ]
        told = self._look(channels_first(frames), labels=labels)
        share = _share(labels, device=frames.device)
        last = {name: part.detach() * share for name, part in told.loss_dict.items()}
        return {
            "loss": told.loss * share,
            "score_loss": last["loss_vfl"],
            "box_loss": last["loss_bbox"] + last["loss_giou"],
        }

    def propose(self, pixels: Tensor, *, most: int) -> Detections:
        """A query is one product of its likeliest class."""
        told = self._look(pixels)
        scores, kinds = told.logits.sigmoid().max(dim=2)
        best, order = scores.topk(min(most, scores.shape[1]), dim=1)
        boxes = _cornered(told.pred_boxes, size=pixels.shape[2])
        near = boxes.gather(1, order[..., None].expand(-1, -1, 4))
        picture, place = (best > SCORE_FLOOR).nonzero(as_tuple=True)
        return Detections(
            boxes=near[picture, place],
            scores=best[picture, place],
            kinds=kinds.gather(1, order)[picture, place],
            picture=picture,
        )

    def _look(self, pixels: Tensor, *, labels: list[dict[str, Tensor]] | None = None) -> Any:
        """Their answer; the maps in the precision that is asked for, all after them in full.

        bfloat16 has 256 numbers between ½ and 1: too few for the edges of products.
        """
        maps = self._maps(pixels / PIXEL_SCALE)
        # A query starts from a place of a map, and a small picture has fewer places than queries.
        places = sum(one.shape[2] * one.shape[3] for one in maps)
        self.inner.config.num_queries = min(self.config.queries, places)
        with torch.autocast(pixels.device.type, enabled=False):
            full = [one.float() for one in maps]
            return self.inner(
                pixel_values=None,
                inputs_embeds=full[0],
                encoder_outputs=(full,),
                labels=labels,
            )

    def _maps(self, pixels: Tensor) -> Sequence[Tensor]:
        """The backbone's maps at strides 8, 16 and 32, each told what the others saw."""
        model = self.inner.model
        whole = pixels.new_ones(pixels.shape[0], *pixels.shape[2:])
        seen = model.backbone(pixels, whole)
        narrow = [
            project(one) for project, (one, _) in zip(model.encoder_input_proj, seen, strict=True)
        ]
        return model.encoder(narrow).last_hidden_state


def _label(boxes: Tensor, kinds: Tensor, *, size: int) -> dict[str, Tensor]:
    """In their words; a product of unknown class is left out, and its place taught as empty."""
    known = kinds != UNKNOWN
    return {"boxes": _centred(boxes[known], size=size), "class_labels": kinds[known]}


def _share(labels: list[dict[str, Tensor]], *, device: torch.device) -> Tensor:
    """What their loss, a mean over this process's products, weighs among those of all processes."""
    count = torch.tensor(sum(len(one["class_labels"]) for one in labels), device=device)
    return count.clamp(min=1) / shared_count(count)


def _centred(boxes: Tensor, *, size: int) -> Tensor:
    """Corners in pixels to centre, width and height in shares of the picture."""
    low, high = boxes[:, :2].float() / size, boxes[:, 2:].float() / size
    return torch.cat([(low + high) / 2, high - low], dim=1)


def _cornered(boxes: Tensor, *, size: int) -> Tensor:
    """Centre, width and height in shares of the picture to corners in pixels."""
    centre, half = boxes[..., :2] * size, boxes[..., 2:] * size / 2
    return torch.cat([centre - half, centre + half], dim=-1)
