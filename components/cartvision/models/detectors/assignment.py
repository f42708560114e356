"""Which locations of the feature maps answer for which product."""

from collections.abc import Sequence
from typing import NamedTuple

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


class Grid(NamedTuple):
    """The cells of all levels of a square picture, level by level and row by row."""

    strides: Tensor  # (levels,)
    across: Tensor  # (levels,) cells along a side
    first: Tensor  # (levels,) the place of a level's first cell
    cells: int


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
    grid = _grid(size, strides=strides, device=boxes.device)
    level = level_of(boxes, strides=strides, sides=sides)
    cell, distance, near = _around(boxes, stride=grid.strides[level][:, None])
    across = grid.across[level][:, None]
    fits = near & ((cell >= 0) & (cell < across[..., None])).all(dim=2)
    start = picture * grid.cells + grid.first[level]
    place = start[:, None] + cell[..., 1] * across + cell[..., 0]
    row = torch.arange(len(boxes), device=boxes.device)[:, None].expand_as(fits)
    owner = _nearest(place[fits], distance[fits], row[fits], places=pictures * grid.cells)
    return owner.reshape(pictures, grid.cells)


def _grid(size: int, *, strides: Sequence[int], device: torch.device) -> Grid:
    steps = torch.tensor(strides, device=device)
    across = -(-size // steps)
    ends = (across**2).cumsum(0)
    return Grid(steps, across, ends - across**2, int(ends[-1]))


def _around(boxes: Tensor, *, stride: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Cells (n, k, 2) around each centre, their distances (n, k) to it, and which of them fit."""
    middle = ((boxes[:, :2] + boxes[:, 2:]) / 2)[:, None]
    around = torch.arange(-REACH, REACH + 1, device=boxes.device)
    shift = torch.stack(torch.meshgrid(around, around, indexing="xy"), dim=-1).reshape(-1, 2)
    cell = (middle / stride[..., None]).floor().long() + shift
    point = (cell + 0.5) * stride[..., None]
    distance = (point - middle).abs().amax(dim=2)
    inside = ((point > boxes[:, None, :2]) & (point < boxes[:, None, 2:])).all(dim=2)
    its_own = (shift == 0).all(dim=1)
    return cell, distance, (distance < CENTRE_RADIUS * stride) & (inside | its_own)


def _nearest(place: Tensor, distance: Tensor, row: Tensor, *, places: int) -> Tensor:
    """For each place the row at the least distance, of equal ones the first; -1 without any."""
    least = distance.new_full((places,), torch.inf).scatter_reduce(0, place, distance, "amin")
    wins = distance == least[place]
    none = torch.iinfo(row.dtype).max
    owner = row.new_full((places,), none).scatter_reduce(0, place[wins], row[wins], "amin")
    return owner.where(owner < none, -1)
