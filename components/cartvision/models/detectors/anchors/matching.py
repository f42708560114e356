"""Which anchors answer for which product."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

import torch
from torch import Tensor

NEARLY = 0.999  # a product inside several anchors of one size fits them alike, but for rounding


class Matches(NamedTuple):
    """The anchors on products, by picture and place; all others are on background."""

    picture: Tensor  # (p,) int64
    anchor: (
        Tensor  # (p,) int64, its place among the anchors of a picture: level, row, column, shape
    )
    box: Tensor  # (p,) int64, the row of its product


class Candidates(NamedTuple):
    place: Tensor  # (k,) int64, the anchor's place in the whole batch
    box: Tensor  # (k,) int64
    iou: Tensor  # (k,)


def match(
    boxes: Tensor,
    *,
    picture: Tensor,
    size: int,
    strides: Sequence[int],
    shapes: Tensor,
    least: float,
    radius: float,
) -> Matches:
    """Anchors (levels, a, 2) that overlap a product by `least` and lie in its middle.

    A product that none overlaps so well takes the best of them; an anchor that fits several
    products belongs to the one it overlaps most. Only cells within `radius` strides of a product's
    centre are looked at: memory grows with the products, not with products × anchors.
    """
    cells = [ceil(size / stride) for stride in strides]
    total = sum(cell**2 for cell in cells) * shapes.shape[1]
    parts, first = [], 0
    for stride, cell, level in zip(strides, cells, shapes, strict=True):
        near = _near(boxes, stride=stride, cells=cell, shapes=level, radius=radius)
        parts.append(near._replace(place=near.place + picture[near.box] * total + first))
        first += cell**2 * len(level)
    place, box, iou = (torch.cat(part) for part in zip(*parts, strict=True))
    best = iou.new_zeros(len(boxes)).scatter_reduce(0, box, iou, "amax")
    fits = iou >= (best * NEARLY).clamp(max=least)[box]
    taken, box = _best_for_each(Candidates(place[fits], box[fits], iou[fits]), none=len(boxes))
    return Matches(taken // total, taken % total, box)


def _near(boxes: Tensor, *, stride: int, cells: int, shapes: Tensor, radius: float) -> Candidates:
    """The anchors of one level in the middle of each product."""
    reach = ceil(radius - 0.5)
    around = torch.arange(-reach, reach + 1, device=boxes.device)
    shift = torch.stack(torch.meshgrid(around, around, indexing="xy"), dim=-1).reshape(-1, 2)
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    cell = (middle / stride).floor().long()[:, None] + shift  # (n, c, 2)
    point = (cell + 0.5) * stride
    close = (point - middle[:, None]).abs().amax(dim=2) < radius * stride
    box, place = (close & ((cell >= 0) & (cell < cells)).all(dim=2)).nonzero(as_tuple=True)
    cell, point = cell[box, place], point[box, place]
    iou = _iou(point[:, None], shapes, boxes[box][:, None])
    seat = (cell[:, 1] * cells + cell[:, 0])[:, None] * len(shapes)
    seat = seat + torch.arange(len(shapes), device=boxes.device)
    return Candidates(seat.flatten(), box[:, None].expand_as(seat).flatten(), iou.flatten())


def _iou(point: Tensor, shapes: Tensor, boxes: Tensor) -> Tensor:
    """Of anchors around points (k, 1, 2) with shapes (a, 2) and boxes (k, 1, 4): (k, a)."""
    low = torch.maximum(point - shapes / 2, boxes[..., :2])
    high = torch.minimum(point + shapes / 2, boxes[..., 2:])
    shared = (high - low).clamp(min=0).prod(dim=-1)
    areas = shapes.prod(dim=-1) + (boxes[..., 2:] - boxes[..., :2]).prod(dim=-1)
    return shared / (areas - shared)


def _best_for_each(found: Candidates, *, none: int) -> tuple[Tensor, Tensor]:
    """Every anchor once, with the product it overlaps most; of equals the first."""
    place, of = found.place.unique(return_inverse=True)
    top = found.iou.new_zeros(len(place)).scatter_reduce(0, of, found.iou, "amax")
    wins = found.iou == top[of]
    owner = found.box.new_full((len(place),), none)
    return place, owner.scatter_reduce(0, of[wins], found.box[wins], "amin")
