"""Detectors by the name of their family."""

import json
from pathlib import Path

from cartvision.errors import InputError
from cartvision.models.detectors.anchors.model import AnchorsDetector
from cartvision.models.detectors.dense import DenseDetector
from cartvision.models.detectors.detector import Detector
from cartvision.models.detectors.queries.detector import QueryDetector
from cartvision.models.loading import load_model

CONFIG = "config.json"

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
    config = folder / CONFIG
    told = json.loads(config.read_text()).get("model_type") if config.is_file() else None
    kinds = {family.config_class.model_type: family for family in FAMILIES.values()}
    if told not in kinds:
        raise InputError(
            f"{folder} is no detector's model folder: its {CONFIG} tells {told!r}, and not one of "
            f"{', '.join(kinds)}. Was it written by train-detector?"
        )
    return load_model(kinds[told], folder)
