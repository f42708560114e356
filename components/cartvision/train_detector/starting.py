"""A detector before its first step: its family, its classes, and weights that know pictures."""

from collections.abc import Sequence
from dataclasses import asdict
from inspect import signature
from pathlib import Path
from typing import Any

import numpy as np

from cartvision.data.reader import Dataset
from cartvision.errors import InputError
from cartvision.models.backbones.fixing import fix
from cartvision.models.backbones.weights import load_backbone_weights
from cartvision.models.detectors.anchors.config import AnchorsConfig
from cartvision.models.detectors.anchors.fitting import fit_anchors
from cartvision.models.detectors.anchors.model import AnchorsDetector
from cartvision.models.detectors.dense import DenseConfig, DenseDetector
from cartvision.models.detectors.detector import Detector, DetectorConfig
from cartvision.models.detectors.queries.detector import QueryDetector
from cartvision.models.detectors.queries.starting import (
    HUB,
    pretrained_queries,
    queries_for,
    tiny_queries,
)
from cartvision.models.weights import RANDOM
from cartvision.train_detector.lessons.stock import Stock
from cartvision.train_detector.settings import Settings
from cartvision.vision.boxes import Boxes

CONFIGS: dict[str, type[DetectorConfig]] = {"dense": DenseConfig, "anchors": AnchorsConfig}
OTHER_FLAGS = ("backbone",)  # have a flag of their own


def new_detector(settings: Settings, *, dataset: Dataset, stock: Stock, to: Path) -> Detector:
    """Weights that come from elsewhere are copied below `to`."""
    require_known(settings)
    if settings.architecture in ("rt-detr-v2", "d-fine"):
        return _queries(settings, stock=stock, to=to)
    try:
        detector = _convolutional(settings, classes=stock.classes, dataset=dataset)
    except (TypeError, ValueError, RuntimeError, IndexError) as error:
        if not settings.numbers:
            raise
        raise InputError(f"--numbers {settings.numbers} make no detector: {error}") from error
    load_backbone_weights(settings.backbone, detector.backbone, weights=settings.weights, to=to)
    if settings.weights != RANDOM:
        fix(detector.backbone, stages=settings.fixed)
    return detector


def require_known(settings: Settings) -> None:
    """InputError where a number is none of the family's own."""
    config = CONFIGS.get(settings.architecture)
    own = (
        [name for name in signature(config).parameters if name in vars(config())] if config else []
    )
    known = [name for name in own if name not in OTHER_FLAGS]
    unknown = sorted(set(settings.numbers) - set(known))
    if unknown:
        raise InputError(
            f"--numbers: {settings.architecture} has no {', '.join(unknown)}; it has "
            f"{', '.join(known) or 'none that can be changed'}"
        )


def _convolutional(
    settings: Settings, *, classes: Sequence[str], dataset: Dataset
) -> DenseDetector | AnchorsDetector:
    told: dict[str, Any] = {
        "backbone": settings.backbone,
        "classes": classes,
        "size": settings.size,
    }
    if settings.architecture == "dense":
        return DenseDetector(DenseConfig(**told | settings.numbers))
    if settings.anchors == "auto":
        told |= asdict(fit_anchors(sides_of(dataset, size=settings.size)))
    return AnchorsDetector(AnchorsConfig(**told | settings.numbers))


def _queries(settings: Settings, *, stock: Stock, to: Path) -> QueryDetector:
    told: dict[str, Any] = {
        "classes": stock.classes,
        "size": settings.size,
        "queries": settings.queries or queries_for(int(stock.products.max())),
    }
    if settings.weights == RANDOM:
        return QueryDetector(tiny_queries(settings.architecture, **told))
    where = settings.weights or HUB[settings.architecture]
    detector = pretrained_queries(where, **told, to=to)
    if detector.config.architecture != settings.architecture:
        raise InputError(
            f"{where} is a checkpoint of {detector.config.architecture}: tell that "
            f"--architecture, or give another checkpoint for {settings.architecture}"
        )
    return detector


def sides_of(dataset: Dataset, *, size: int) -> Boxes:
    """Widths and heights (n, 2) of the train products, in pixels of the model's square."""
    sides = [np.zeros((0, 2), dtype=np.float32)]
    columns = (dataset.column(name, split="train") for name in ("objects", "width", "height"))
    for objects, width, height in zip(*columns, strict=True):
        boxes = np.array([item["bbox"] for item in objects if not item["crowd"]], dtype=np.float32)
        boxes = boxes.reshape(-1, 4)
        sides.append((boxes[:, 2:] - boxes[:, :2]) * size / max(width, height))
    return np.concatenate(sides)
