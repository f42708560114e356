"""What the anchors of one picture cost."""

from math import ceil
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows

from cartvision.data.categories import UNKNOWN
from cartvision.models.detectors.anchors.config import AnchorsConfig
from cartvision.models.detectors.anchors.shapes import encode


class Taken(NamedTuple):
    """The anchors of a picture that are on products, and what they should say."""

    place: Tensor  # (p,) int64 among the picture's anchors
    centres: Tensor  # (p, 2)
    shapes: Tensor  # (p, 2)
    boxes: Tensor  # (p, 4) xyxy, pixels
    kinds: Tensor  # (p,) int64


def score_loss(logits: Tensor, taken: Taken, *, config: AnchorsConfig) -> Tensor:
    """Cross-entropy of logits (l, c) at anchors on products and the hardest on background.

    Those on a product of unknown class are neither.
    """
    hard = hardest(logits, taken.place, config=config)
    known = taken.kinds != UNKNOWN
    place, kinds = taken.place[known], taken.kinds[known]
    said = torch.cat([logits[place], logits[hard]]).float() / config.logit_temperature
    truth = torch.zeros_like(said)
    truth[torch.arange(len(place), device=said.device), kinds] = 1
    entropy = F.binary_cross_entropy_with_logits(said, truth, reduction="sum")
    return entropy / len(said)


def hardest(logits: Tensor, products: Tensor, *, config: AnchorsConfig) -> Tensor:
    """The places of the background anchors that look most like products, in balance with those."""
    wanted = max(ceil(config.negatives * len(products)), config.least_negatives)
    likeness = logits.detach().amax(dim=1).float()
    likeness[products] = -torch.inf
    return likeness.topk(min(wanted, len(likeness) - len(products))).indices


def box_loss(deltas: Tensor, taken: Taken, *, config: AnchorsConfig) -> Tensor:
    """Smooth L1 between told and true differences (l, 4), both in deviations."""
    deviations = deltas.new_tensor(config.deviations, dtype=torch.float32)
    truth = encode(
        taken.boxes, centres=taken.centres, shapes=taken.shapes, limit=config.delta_limit
    )
    said = deltas[taken.place].float()
    off = F.smooth_l1_loss(said, truth / deviations, beta=config.smooth_l1_beta, reduction="sum")
    return config.box_weight * off / max(len(taken.place), 1)
