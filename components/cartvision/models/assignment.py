"""Which locations of the feature maps answer for which product."""

import torch
from torch import Tensor

CENTRE_RADIUS = 1.5  # in strides: how far from a product's centre a location may answer for it
LEVEL_SIDES = (28.0, 64.0)  # the longer side, in pixels, where the next coarser level takes over


def locations(
    size: int, *, strides: tuple[int, ...], device: torch.device
) -> tuple[Tensor, Tensor]:
    """Centres (l, 2) xy and strides (l,) of every cell of every level of a square picture."""
    centres, steps = [], []
    for stride in strides:
        ticks = (torch.arange(size // stride, device=device) + 0.5) * stride
        down, across = torch.meshgrid(ticks, ticks, indexing="ij")
        centres.append(torch.stack([across.flatten(), down.flatten()], dim=1))
        steps.append(torch.full((ticks.numel() ** 2,), float(stride), device=device))
    return torch.cat(centres), torch.cat(steps)


def assign(boxes: Tensor, *, centres: Tensor, steps: Tensor) -> Tensor:
    """For each location (l,) the index of its product, or -1: the nearest centre within reach.

    A product is learnt by one level, chosen by its longer side; a location must lie inside it.
    """
    if len(boxes) == 0:
        return torch.full((len(centres),), -1, device=centres.device)
    offsets = torch.cat(
        [centres[:, None] - boxes[None, :, :2], boxes[None, :, 2:] - centres[:, None]], 2
    )
    inside = offsets.min(dim=2).values > 0
    distance = (centres[:, None] - (boxes[:, :2] + boxes[:, 2:])[None] / 2).abs().max(dim=2).values
    near = distance < CENTRE_RADIUS * steps[:, None]
    level = torch.bucketize(
        (boxes[:, 2:] - boxes[:, :2]).max(dim=1).values,
        torch.tensor(LEVEL_SIDES, device=boxes.device),
    )
    same = level[None] == torch.bucketize(steps, steps.unique())[:, None]
    reach = torch.where(inside & near & same, distance, torch.inf)
    nearest, chosen = reach.min(dim=1)
    return torch.where(nearest.isinf(), -1, chosen)
