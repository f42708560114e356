"""From the answers of all anchors to the products of a picture."""

import torch
from torch import Tensor

from cartvision.models.detectors.detections import Detections, area, product

ROUNDS = 4  # longer chains of boxes in boxes do not outlive suppression by IoU


def best_of_cells(scores: Tensor) -> tuple[Tensor, Tensor]:
    """Of each cell's anchors the likeliest, for scores (b, cells, a, c): (b, cells, c), (b, cells).

    The others of the cell would only be suppressed by it, and before that fill the candidates.
    """
    shape = scores.amax(dim=3).argmax(dim=2)
    place = shape[..., None, None].expand(-1, -1, 1, scores.shape[3])
    return scores.gather(2, place)[:, :, 0], shape


def fits_the_square(boxes: Tensor, *, size: int, least_side: float, most_area: float) -> Tensor:
    """Which of the boxes (..., 4) are neither too small nor too large for a product."""
    sides = boxes[..., 2:] - boxes[..., :2]
    return (sides.amin(dim=-1) >= least_side) & (sides.prod(dim=-1) <= most_area * size**2)


def without_boxes_in_boxes(found: Detections, *, most_inside: float) -> Detections:
    """A box goes if more than this share of it, or of a better one, is common to both.

    Suppression by IoU leaves these: a label in its product, a product in a block of products.
    """
    boxes, picture = found.boxes, found.picture
    low = torch.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = torch.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    shared = product((high - low).clamp(min=0))
    size = area(boxes)
    place = torch.ones_like(picture).cumsum(0)
    beaten = (
        (shared > most_inside * torch.minimum(size[:, None], size[None]))
        & (picture[:, None] == picture[None])
        & (place[None] < place[:, None])  # those of a picture stand best first
    )
    stays = torch.ones_like(picture, dtype=torch.bool)
    for _ in range(ROUNDS):
        stays = ~(beaten & stays[None]).any(dim=1)
    return Detections(*(part[stays] for part in found))
