"""Detectors by the name of their family."""

import json
from pathlib import Path

from cartvision.models.detectors.dense import DenseDetector
from cartvision.models.detectors.detector import Detector
from cartvision.models.loading import load_model

FAMILIES: dict[str, type[Detector]] = {"dense": DenseDetector}


def load_detector(folder: Path) -> Detector:
    """The detector in a model folder, of whatever family, in evaluation mode."""
    told = json.loads((folder / "config.json").read_text())["model_type"]
    kinds = {family.config_class.model_type: family for family in FAMILIES.values()}
    return load_model(kinds[told], folder)
