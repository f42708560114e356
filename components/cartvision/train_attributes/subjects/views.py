"""How a subject is shown: the part of its picture, tilted, in other colours, partly covered."""

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from cartvision.train_attributes.imbalance.cutout import cut_out
from cartvision.train_attributes.subjects.variety import Views
from cartvision.vision.boxes import Boxes, clip

SHAPE = 4 / 3  # of a part of a whole picture, and its inverse
GREY = (0.299, 0.587, 0.114)  # of red, green and blue


def shaken(boxes: Boxes, *, views: Views, rng: np.random.Generator) -> Boxes:
    """Labelled boxes as a detector would have drawn them."""
    sides = np.tile(boxes[:, 2:] - boxes[:, :2], 2)
    return boxes + sides * rng.normal(0, views.jitter, boxes.shape).astype(np.float32)


def part(*, width: int, height: int, views: Views, rng: np.random.Generator) -> Boxes:
    """A random part (1, 4) of a whole picture: nearly its shape, at least `views.part` of it."""
    area = rng.uniform(views.part, 1.0)
    shape = np.exp(rng.uniform(-1, 1) * np.log(SHAPE)) if views.part < 1 else 1.0
    across = min(1.0, float(np.sqrt(area * shape)))
    down = min(1.0, float(np.sqrt(area / shape)))
    left, top = rng.uniform(0, 1 - across), rng.uniform(0, 1 - down)
    box = np.array([[left, top, left + across, top + down]], dtype=np.float32)
    return box * np.array([width, height, width, height], dtype=np.float32)


def shown_boxes(
    boxes: NDArray[np.float32],
    *,
    width: int,
    height: int,
    views: Views,
    rng: np.random.Generator,
) -> Boxes:
    """The boxes (n, 4) to cut, of products or, where the only one is the whole picture, of it."""
    whole = np.array([[0, 0, width, height]], dtype=np.float32)
    if len(boxes) == 1 and (boxes == whole).all():
        return part(width=width, height=height, views=views, rng=rng)
    return clip(shaken(boxes, views=views, rng=rng), width=width, height=height)


def altered(crops: Tensor, *, views: Views, rng: np.random.Generator) -> Tensor:
    """Crops (n, 3, s, s) of 0 to 255, each with lots of its own."""
    if views.flips:
        mirrored = torch.from_numpy(rng.random(len(crops)) < 0.5)
        crops = torch.where(mirrored[:, None, None, None], crops.flip(3), crops)
    if views.tilt:
        degrees = views.tilt * rng.uniform(-1, 1, len(crops))
        crops = torch.stack([_tilted(one, by) for one, by in zip(crops, degrees, strict=True)])
    if views.colour:
        times = 1 + views.colour * rng.uniform(-1, 1, (len(crops), 3))
        crops = torch.stack([_coloured(one, *by) for one, by in zip(crops, times, strict=True)])
    if views.cut_out:
        whole = crops.round().to(torch.uint8).permute(0, 2, 3, 1).numpy()
        covered = torch.from_numpy(cut_out(whole, share=views.cut_out, rng=rng))
        crops = covered.permute(0, 3, 1, 2).to(crops.dtype)
    return crops


def _tilted(crop: Tensor, degrees: float) -> Tensor:
    """Around its middle; corners that nothing is known of mirror what is beside them."""
    pixels = crop.permute(1, 2, 0).numpy()
    height, width, _ = pixels.shape
    around = cv2.getRotationMatrix2D(((width - 1) / 2, (height - 1) / 2), degrees, 1.0)
    tilted = cv2.warpAffine(pixels, around, (width, height), borderMode=cv2.BORDER_REFLECT_101)
    return torch.from_numpy(tilted).permute(2, 0, 1)


def _coloured(crop: Tensor, light: float, contrast: float, saturation: float) -> Tensor:
    crop = crop * light
    grey = (crop * crop.new_tensor(GREY)[:, None, None]).sum(dim=0, keepdim=True)
    crop = grey + (crop - grey) * saturation
    return (grey.mean() + (crop - grey.mean()) * contrast).clamp(0, 255)
