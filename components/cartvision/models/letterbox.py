"""A frame of any size onto the model's square, and boxes back; inside every exported graph."""

import torch
from torch import Tensor
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows

FILL = 114.0  # grey, so that the border looks like nothing


def channels_first(frames: Tensor) -> Tensor:
    """(b, h, w, 3) uint8 to (b, 3, h, w) float, still 0 to 255."""
    return frames.permute(0, 3, 1, 2).float()


def letterbox(pixels: Tensor, *, size: int) -> tuple[Tensor, Tensor]:
    """Pad below and to the right to a square, then scale to `size`; with the scale that undoes it.

    Sizes may be symbols of an export: nothing here branches on them.
    """
    height, width = pixels.shape[2], pixels.shape[3]
    side = torch.sym_max(height, width)
    square = F.pad(pixels, (0, side - width, 0, side - height), value=FILL)
    scaled = F.interpolate(
        square, size=(size, size), mode="bilinear", align_corners=False, antialias=True
    )
    back = torch.ones(1, device=pixels.device) * side / size
    return scaled, back


def clip_to_frame(boxes: Tensor, frames: Tensor) -> Tensor:
    """Boxes (..., 4) xyxy cut at the edges of (b, 3, h, w) frames."""
    ones = torch.ones(1, device=boxes.device)
    width, height = ones * frames.shape[3], ones * frames.shape[2]
    limit = torch.cat([width, height, width, height])
    return torch.minimum(boxes.clamp(min=0), limit)
