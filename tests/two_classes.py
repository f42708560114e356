"""A tiny detector of two classes, trained by a bare loop, and a head that learnt nothing."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from cartvision.data.info import read_info
from cartvision.data.picture import Picture, Split
from cartvision.models.backbones.efficientnet_lite0 import load_imagenet_weights
from cartvision.models.card import Card, write_card
from cartvision.models.describer.config import DescriberConfig
from cartvision.models.describer.model import Describer
from cartvision.models.detectors.dense import DenseConfig, DenseDetector
from cartvision.models.letterbox import FILL
from cartvision.vision.codec import decode
from shelves import ATTRIBUTES, TAXONOMY, WIDTH, picture, write_dataset

STEPS = 100
LEARNT: list[tuple[int, Split]] = [(seed, "train") for seed in range(4)]
HELD_OUT: list[tuple[int, Split]] = [(0, "val"), (1, "val"), (2, "test"), (3, "test")]


@dataclass(frozen=True)
class TwoClasses:
    """Folders; the held-out pictures are the learnt ones, as it is the machinery that is tested."""

    dataset: Path
    detector: Path
    attributes: Path


def train_two_classes(folder: Path) -> TwoClasses:
    made = TwoClasses(folder / "dataset", folder / "detector", folder / "attributes")
    write_dataset(made.dataset, [(picture(seed), split) for seed, split in LEARNT + HELD_OUT])
    torch.manual_seed(0)
    learnt = _trained([picture(seed) for seed, _ in LEARNT])
    learnt.config.slope, learnt.config.offset = 1.25, 0.5  # calibration is no identity
    learnt.save_pretrained(made.detector)
    decisions = [{"yes": 0.5, "no": 0.4}] * len(ATTRIBUTES)
    head = Describer(
        DescriberConfig(names=ATTRIBUTES, categories=TAXONOMY, decisions=decisions, crop=32)
    )
    head.save_pretrained(made.attributes)
    told = {"dataset": read_info(made.dataset).fingerprint, "licences": ["CC0-1.0"], "seed": 0}
    write_card(Card(kind="detector", settings={}, metrics={}, **told), made.detector)
    write_card(Card(kind="attributes", settings={}, metrics={}, **told), made.attributes)
    return made


def _trained(pictures: list[Picture]) -> DenseDetector:
    detector = DenseDetector(DenseConfig(size=WIDTH, channels=32, depth=1, classes=TAXONOMY))
    load_imagenet_weights(detector.backbone)
    optimiser = torch.optim.AdamW(detector.parameters(), lr=2e-3)
    falling = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, STEPS)
    frames = torch.from_numpy(np.stack([_square(one) for one in pictures]))
    boxes = [torch.tensor([item.bbox for item in one.objects]) for one in pictures]
    kinds = [_kinds(one) for one in pictures]
    detector.train()
    for _ in range(STEPS):
        optimiser.zero_grad()
        detector(frames, boxes, kinds)["loss"].backward()
        optimiser.step()
        falling.step()
    return detector.eval()


def _square(one: Picture) -> np.ndarray:
    return np.pad(
        decode(one.encoded), ((0, WIDTH - one.height), (0, 0), (0, 0)), constant_values=int(FILL)
    )


def _kinds(one: Picture) -> Tensor:
    return torch.tensor([TAXONOMY.index(item.category) for item in one.objects])
