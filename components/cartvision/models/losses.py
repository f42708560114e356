"""Losses; each takes what was predicted and what is true, and returns one number."""

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows

from cartvision.data.picture import NA
from cartvision.models.ranks import processes, total


def paired_iou(first: Tensor, second: Tensor) -> tuple[Tensor, Tensor]:
    """IoU and GIoU of box i of `first` with box i of `second`, (n, 4) xyxy."""
    low, high = torch.max(first[:, :2], second[:, :2]), torch.min(first[:, 2:], second[:, 2:])
    shared = (high - low).clamp(min=0).prod(dim=1)
    union = _area(first) + _area(second) - shared
    low, high = torch.min(first[:, :2], second[:, :2]), torch.max(first[:, 2:], second[:, 2:])
    hull = (high - low).prod(dim=1)
    iou = shared / union.clamp(min=1e-6)
    return iou, iou - (hull - union) / hull.clamp(min=1e-6)


def _area(boxes: Tensor) -> Tensor:
    return (boxes[:, 2:] - boxes[:, :2]).clamp(min=0).prod(dim=1)


def quality_focal(logits: Tensor, quality: Tensor, *, gamma: float = 2.0) -> Tensor:
    """Cross-entropy towards a quality of 0 to 1, weighted by how far off the score is; the sum."""
    entropy = F.binary_cross_entropy_with_logits(logits, quality, reduction="none")
    return (entropy * (quality - logits.sigmoid()).abs() ** gamma).sum()


def masked_focal(logits: Tensor, labels: Tensor, *, weights: Tensor, gamma: float = 2.0) -> Tensor:
    """Focal loss on known labels (1 or 0); an unknown one contributes exactly nothing.

    `weights` (a,) counts each attribute's positives; the mean is over known labels.
    """
    known = labels != NA
    truth = torch.where(known, labels, torch.zeros_like(labels)).float()
    entropy = F.binary_cross_entropy_with_logits(logits, truth, reduction="none")
    miss = (truth - logits.sigmoid()).abs()
    balance = torch.where(truth > 0, weights, torch.ones_like(weights))
    each = entropy * miss**gamma * balance
    return torch.where(known, each, torch.zeros_like(each)).sum() / known.sum().clamp(min=1)


def shared_count(count: Tensor) -> Tensor:
    """What a sum over this process's pictures is divided by, at least 1 where it is alone.

    With others it is their mean: DDP averages the processes' gradients, which are then those of one
    process with all the pictures.
    """
    return total(count.float()).clamp(min=1) / processes()
