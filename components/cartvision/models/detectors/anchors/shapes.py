"""Anchors: shapes around the centre of every cell, and boxes told as differences from them."""

from collections.abc import Sequence

import torch
from torch import Tensor


def anchor_shapes(
    sides: Sequence[float], *, ratios: Sequence[float], scales: Sequence[float]
) -> Tensor:
    """Width and height (levels, a, 2) in pixels; a ratio is height over width at equal area."""
    return torch.tensor(
        [
            [[side * scale / ratio**0.5, side * scale * ratio**0.5] for ratio in ratios]
            for side in sides
            for scale in scales
        ]
    ).reshape(len(sides), -1, 2)


def encode(boxes: Tensor, *, centres: Tensor, shapes: Tensor, limit: float) -> Tensor:
    """Boxes (n, 4) xyxy from anchors: shift in the anchor's sides, size in powers of e; clipped."""
    sides = (boxes[:, 2:] - boxes[:, :2]).clamp(min=1e-3)
    shift = ((boxes[:, :2] + boxes[:, 2:]) / 2 - centres) / shapes
    return torch.cat([shift, (sides / shapes).log()], dim=1).clamp(-limit, limit)


def decode(deltas: Tensor, *, centres: Tensor, shapes: Tensor, limit: float) -> Tensor:
    """What `encode` told, back to boxes (..., 4) xyxy."""
    deltas = deltas.clamp(-limit, limit)
    middle = centres + deltas[..., :2] * shapes
    half = shapes * deltas[..., 2:].exp() / 2
    return torch.cat([middle - half, middle + half], dim=-1)
