"""Which locations of the feature maps answer for which product."""

from collections.abc import Sequence

import torch
from torch import Tensor

CENTRE_RADIUS = 1.5  # in strides: how far from a product's centre a location may answer for it
REACH = 2  # cells on every side of a product's centre that may lie within the radius


def locations(size: int, *, strides: Sequence[int], device: torch.device) -> tuple[Tensor, Tensor]:
    """Centres (l, 2) xy and strides (l,) of every cell of every level of a square picture."""
    centres, steps = [], []
    for stride in strides:
        ticks = (torch.arange(-(-size // stride), device=device) + 0.5) * stride
        down, across = torch.meshgrid(ticks, ticks, indexing="ij")
        centres.append(torch.stack([across.flatten(), down.flatten()], dim=1))
        steps.append(torch.full((ticks.numel() ** 2,), float(stride), device=device))
    return torch.cat(centres), torch.cat(steps)


def level_of(boxes: Tensor, *, strides: Sequence[int], sides: Sequence[float]) -> Tensor:
    """The number of the level (n,) that learns each box, by its longer side in pixels.

    A slender one goes to a level whose cells are no wider than it is: wider ones would miss it.
    """
    longer, shorter = (boxes[:, 2:] - boxes[:, :2]).aminmax(dim=1)[::-1]
    by_length = torch.bucketize(longer, torch.tensor(sides, device=boxes.device))
    fitting = torch.bucketize(shorter, torch.tensor(strides[1:], device=boxes.device), right=True)
    return torch.minimum(by_length, fitting)


def assign(
    boxes: Tensor,
    *,
    picture: Tensor,
    pictures: int,
    size: int,
    strides: Sequence[int],
    sides: Sequence[float],
) -> Tensor:
    """For each location of each picture (b, l) the row of its box in `boxes`, or -1.

    A box is learnt by one level. A location must lie near its centre, and inside it unless it is
    the cell of that centre; it belongs to the nearest of those centres. Only the few cells around
    each centre are looked at, so memory grows with the boxes and not with boxes × locations.
    """
    device = boxes.device
    stride = torch.tensor(strides, device=device)
    across = -(-size // stride)  # cells of a level along a side
    first = torch.cat([across.new_zeros(1), (across**2).cumsum(0)[:-1]])
    total = int((across**2).sum())
    level = level_of(boxes, strides=strides, sides=sides)
    step = stride[level]
    middle = (boxes[:, :2] + boxes[:, 2:]) / 2
    around = torch.arange(-REACH, REACH + 1, device=device)
    shift = torch.stack(torch.meshgrid(around, around, indexing="xy"), dim=-1).reshape(-1, 2)
    cell = (middle / step[:, None]).floor().long()[:, None] + shift  # (n, cells, 2)
    point = (cell + 0.5) * step[:, None, None]
    distance = (point - middle[:, None]).abs().amax(dim=2)
    inside = ((point > boxes[:, None, :2]) & (point < boxes[:, None, 2:])).all(dim=2)
    grid = across[level][:, None, None]
    fits = (
        (inside | (shift == 0).all(dim=1))
        & (distance < CENTRE_RADIUS * step[:, None])
        & ((cell >= 0) & (cell < grid)).all(dim=2)
    )
    place = (
        picture[:, None] * total
        + first[level][:, None]
        + cell[..., 1] * grid[..., 0]
        + cell[..., 0]
    )
    row = torch.arange(len(boxes), device=device)[:, None].expand_as(fits)
    place, distance, row = place[fits], distance[fits], row[fits]
    nearest = distance.new_full((pictures * total,), torch.inf)
    nearest = nearest.scatter_reduce(0, place, distance, "amin")
    wins = distance == nearest[place]
    none = len(boxes)
    owner = row.new_full((pictures * total,), none)
    owner = owner.scatter_reduce(0, place[wins], row[wins], "amin")
    return owner.where(owner < none, -1).reshape(pictures, total)
