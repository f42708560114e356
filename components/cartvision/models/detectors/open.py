"""Detectors by the name of their family."""

import json
from pathlib import Path

from cartvision.models.detectors.anchors.model import AnchorsDetector
from cartvision.models.detectors.dense import DenseDetector
from cartvision.models.detectors.detector import Detector
from cartvision.models.detectors.queries.detector import QueryDetector
from cartvision.models.loading import load_model

FAMILIES: dict[str, type[Detector]] = {
    "dense": DenseDetector,
    "anchors": AnchorsDetector,
    "rt-detr-v2": QueryDetector,
    "d-fine": QueryDetector,
}


def family_of(detector: Detector) -> str:
    """The name of its family."""
    if isinstance(detector, QueryDetector):
        return str(detector.config.architecture)
    return next(name for name, family in FAMILIES.items() if isinstance(detector, family))


def load_detector(folder: Path) -> Detector:
    """The detector in a model folder, of whatever family, in evaluation mode."""
    told = json.loads((folder / "config.json").read_text())["model_type"]
    kinds = {family.config_class.model_type: family for family in FAMILIES.values()}
    return load_model(kinds[told], folder)
