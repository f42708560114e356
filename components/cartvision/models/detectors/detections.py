"""What a detector finds in a batch of pictures, and how repeats of one product become one box."""

from typing import NamedTuple

import torch
from torch import Tensor

from cartvision.models.operators import nms


class Detections(NamedTuple):
    """The products of all pictures; those of a picture stand together, best score first."""

    boxes: Tensor  # (n, 4) xyxy, pixels
    scores: Tensor  # (n,)
    kinds: Tensor  # (n,) int64, places in the detector's classes
    picture: Tensor  # (n,) int64, the picture that each belongs to


class Candidates(NamedTuple):
    """The likeliest boxes of every picture, best score first."""

    boxes: Tensor  # (b, k, 4) xyxy, pixels
    scores: Tensor  # (b, k)
    kinds: Tensor  # (b, k)


def best_of(
    boxes: Tensor,
    scores: Tensor,
    *,
    candidates: int,
    most: int,
    overlap: float,
    floor: float,
    agree: float | None = None,
) -> Detections:
    """Boxes (b, l, 4) and scores (b, l, c) without repeats: a place holds one product of one class.

    `candidates` a picture are looked at; `overlap` is the IoU above which the lower score goes.
    With `agree`, an IoU, a box that stays is moved to the mean of those that nearly agree with it.
    """
    likely = _likeliest(boxes, scores, most=candidates)
    chosen = nms(likely.boxes, likely.scores[:, None], most, overlap, floor)
    picture, place = chosen[:, 0], chosen[:, 2]
    kept = likely.boxes[picture, place]
    if agree is not None:
        kept = _agreed(kept, likely.boxes[picture], likely.scores[picture], above=agree)
    return Detections(
        boxes=kept,
        scores=likely.scores[picture, place],
        kinds=likely.kinds[picture, place],
        picture=picture,
    )


def _likeliest(boxes: Tensor, scores: Tensor, *, most: int) -> Candidates:
    likeliest, kinds = scores.max(dim=2)
    first, order = likeliest.topk(min(most, likeliest.shape[1]), dim=1)
    near = boxes.gather(1, order[..., None].expand(-1, -1, 4))
    return Candidates(near, first, kinds.gather(1, order))


def _agreed(kept: Tensor, others: Tensor, scores: Tensor, *, above: float) -> Tensor:
    """Boxes (n, 4) as means of `others` (n, k, 4), each by its score and its IoU past `above`.

    A weight fades to nothing where an IoU just reaches `above`: no rounding decides who counts.
    """
    low = torch.maximum(kept[:, None, :2], others[..., :2])
    high = torch.minimum(kept[:, None, 2:], others[..., 2:])
    shared = product((high - low).clamp(min=0))
    union = area(kept)[:, None] + area(others) - shared
    weights = (shared / union.clamp(min=1e-6) - above).clamp(min=0) * scores
    total = weights.sum(dim=1, keepdim=True).clamp(min=1e-6)
    return (weights[..., None] * others).sum(dim=1) / total


def area(boxes: Tensor) -> Tensor:
    return product(boxes[..., 2:] - boxes[..., :2])


def product(sides: Tensor) -> Tensor:
    """Of width and height (..., 2). ONNX Runtime's ReduceProd of no boxes has a wrong shape."""
    return sides[..., 0] * sides[..., 1]
