"""Fitting the detector: ImageNet weights, the train split, one recipe."""

from dataclasses import asdict
from pathlib import Path

from transformers import set_seed

from cartvision.data.reader import Dataset
from cartvision.errors import InputError
from cartvision.models.detector import Detector, DetectorConfig
from cartvision.models.efficientnet import load_imagenet_weights
from cartvision.train_detector.pictures import TrainingPictures, collate
from cartvision.training.engine import train
from cartvision.training.recipe import Recipe


def fit_detector(
    dataset: Dataset, *, recipe: Recipe, size: int, folder: Path
) -> tuple[Detector, list[dict[str, float]]]:
    """The trained detector in evaluation mode, and its loss log."""
    if dataset.size("train") == 0:
        raise InputError(
            "the dataset has no train pictures: ingest more, or lower the other shares"
        )
    set_seed(recipe.seed)
    detector = Detector(DetectorConfig(size=size))
    load_imagenet_weights(detector.backbone)
    losses = train(
        detector,
        TrainingPictures(dataset, size=size),
        recipe=recipe,
        collate=collate,
        folder=folder,
        settings={"data": dataset.info.fingerprint, "size": size, "recipe": asdict(recipe)},
    )
    return detector.eval(), losses
