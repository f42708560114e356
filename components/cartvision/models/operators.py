"""Non-maximum suppression and crops as operators with an exact ONNX twin.

torchvision's are not used: it does not import with every build of PyTorch that runs this.
The semantics are those of ONNX NonMaxSuppression and RoiAlign (half_pixel, average).
"""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows

SAMPLES = 2  # samples per bin and axis in a crop


@torch.library.custom_op("cartvision::nms", mutates_args=())
def nms(boxes: Tensor, scores: Tensor, most: int, overlap: float, floor: float) -> Tensor:
    """(b, k, 4) boxes and (b, 1, k) scores to (n, 3) of batch, class 0, index; best score first."""
    chosen = [
        [picture, 0, index]
        for picture in range(boxes.shape[0])
        for index in _suppress(
            boxes[picture].float().cpu().numpy(),
            scores[picture, 0].float().cpu().numpy(),
            most=most,
            overlap=overlap,
            floor=floor,
        )
    ]
    return torch.tensor(chosen, dtype=torch.int64, device=boxes.device).reshape(-1, 3)


@nms.register_fake
def _(boxes: Tensor, scores: Tensor, most: int, overlap: float, floor: float) -> Tensor:  # noqa: ARG001 - the operator's signature
    found = torch.library.get_ctx().new_dynamic_size()
    return boxes.new_empty((found, 3), dtype=torch.int64)


def _suppress(
    boxes: np.ndarray, scores: np.ndarray, *, most: int, overlap: float, floor: float
) -> list[int]:
    order = [int(i) for i in np.argsort(-scores, kind="stable") if scores[i] > floor]
    left, top, right, bottom = boxes[order].T
    size = (right - left) * (bottom - top)
    alive = np.ones(len(order), dtype=bool)
    kept: list[int] = []
    for place, index in enumerate(order):
        if not alive[place]:
            continue
        kept.append(index)
        if len(kept) == most:
            break
        wide = np.minimum(right, right[place]) - np.maximum(left, left[place])
        high = np.minimum(bottom, bottom[place]) - np.maximum(top, top[place])
        shared = np.clip(wide, 0, None) * np.clip(high, 0, None)
        alive &= shared <= overlap * (size + size[place] - shared)
    return kept


@torch.library.custom_op("cartvision::crops", mutates_args=())
def crops(pixels: Tensor, boxes: Tensor, picture: Tensor, size: int) -> Tensor:
    """Cut (n, 4) boxes out of (b, 3, h, w), box i from `picture[i]`, as (n, 3, size, size)."""
    out = pixels.new_empty((len(boxes), pixels.shape[1], size, size))
    for number in picture.unique().tolist():
        here = picture == number
        out[here] = _cut(pixels[number], boxes[here], size=size)
    return out


@crops.register_fake
def _(pixels: Tensor, boxes: Tensor, picture: Tensor, size: int) -> Tensor:  # noqa: ARG001 - the operator's signature
    return pixels.new_empty((boxes.shape[0], pixels.shape[1], size, size))


def _cut(pixels: Tensor, boxes: Tensor, *, size: int) -> Tensor:
    """Crops (n, 3, size, size) from one picture (3, h, w), each value a mean of 2 × 2 samples."""
    _, height, width = pixels.shape
    steps = (torch.arange(size * SAMPLES, device=pixels.device) + 0.5) / (size * SAMPLES)
    across = boxes[:, None, 0] + steps * (boxes[:, 2] - boxes[:, 0])[:, None]
    down = boxes[:, None, 1] + steps * (boxes[:, 3] - boxes[:, 1])[:, None]
    grid = torch.stack(
        torch.broadcast_tensors(
            across[:, None, :] * 2 / width - 1, down[:, :, None] * 2 / height - 1
        ),
        dim=-1,
    )
    source = pixels.expand(len(boxes), -1, -1, -1)
    samples = F.grid_sample(source, grid, padding_mode="border", align_corners=False)
    return F.avg_pool2d(samples, SAMPLES)
