"""What a detector finds in a batch of pictures, and how repeats of one product are dropped."""

from typing import NamedTuple

from torch import Tensor

from cartvision.models.operators import nms


class Detections(NamedTuple):
    """The products of all pictures; those of a picture stand together, best score first."""

    boxes: Tensor  # (n, 4) xyxy, pixels
    scores: Tensor  # (n,)
    kinds: Tensor  # (n,) int64, places in the detector's classes
    picture: Tensor  # (n,) int64, the picture that each belongs to


def best_of(
    boxes: Tensor, scores: Tensor, *, candidates: int, most: int, overlap: float, floor: float
) -> Detections:
    """Boxes (b, l, 4) and scores (b, l, c) without repeats: a place holds one product of one class.

    `candidates` a picture are looked at; `overlap` is the IoU above which the lower score goes.
    """
    likeliest, kinds = scores.max(dim=2)
    first, order = likeliest.topk(min(candidates, likeliest.shape[1]), dim=1)
    near = boxes.gather(1, order[..., None].expand(-1, -1, 4))
    chosen = nms(near, first[:, None], most, overlap, floor)
    picture, place = chosen[:, 0], chosen[:, 2]
    return Detections(
        boxes=near[picture, place],
        scores=first[picture, place],
        kinds=kinds.gather(1, order)[picture, place],
        picture=picture,
    )
