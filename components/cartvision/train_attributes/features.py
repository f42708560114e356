"""Crops of labelled products as frozen backbone features, computed once."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import Dataset

from cartvision.data.picture import Picture, Split
from cartvision.data.reader import Dataset as PictureDataset
from cartvision.loops import progress
from cartvision.metrics.labels import any_known, labels_of
from cartvision.models.backbones.efficientnet_lite0 import FEATURES, EfficientNetLite0
from cartvision.models.letterbox import channels_first
from cartvision.models.operators import crops
from cartvision.vision.boxes import clip
from cartvision.vision.codec import decode

JITTER = 0.04  # share of a side by which a detector's box is off


@dataclass(frozen=True)
class Features(Dataset[dict[str, Tensor]]):
    """One row a crop: its features (n, 1280) and its labels (n, a) of 1, 0 and NA."""

    features: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.features)

    def __getitem__(self, index: int) -> dict[str, Tensor]:
        return {"features": self.features[index], "labels": self.labels[index]}


def compute_features(
    backbone: EfficientNetLite0,
    dataset: PictureDataset,
    *,
    split: Split,
    most: int,
    size: int,
    seed: int,
) -> Features:
    """Features of at most `most` crops, the same share of every picture's products."""
    objects = dataset.info.splits[split].objects if dataset.size(split) else 0
    share = min(1.0, most / max(objects, 1))
    rng = np.random.default_rng(seed)
    width = len(dataset.info.attributes)
    features, labels = [torch.zeros(0, FEATURES)], [torch.zeros(0, width, dtype=torch.int8)]
    pictures = dataset.pictures(split)
    for picture in progress(pictures, what=f"{split} features", total=dataset.size(split)):
        values = labels_of(picture.objects, width=width)
        chosen = np.flatnonzero(any_known(values) & (rng.random(len(values)) < share))
        if len(chosen):
            features.append(_picture_features(backbone, picture, chosen, size=size, rng=rng))
            labels.append(torch.from_numpy(values[chosen]))
    return Features(torch.cat(features), torch.cat(labels))


def _picture_features(
    backbone: EfficientNetLite0,
    picture: Picture,
    chosen: NDArray[np.int64],
    *,
    size: int,
    rng: np.random.Generator,
) -> Tensor:
    boxes = np.array([picture.objects[number].bbox for number in chosen], dtype=np.float32)
    sides = np.tile(boxes[:, 2:] - boxes[:, :2], 2)
    jittered = boxes + sides * rng.normal(0, JITTER, boxes.shape).astype(np.float32)
    inside = clip(jittered, width=picture.width, height=picture.height)
    pixels = channels_first(torch.from_numpy(decode(picture.encoded).copy())[None])
    owner = torch.zeros(len(inside), dtype=torch.int64)
    with torch.inference_mode():
        cut = crops(pixels, torch.from_numpy(inside), owner, size)
        return backbone.features(cut)
