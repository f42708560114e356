"""Fitting the detector: ImageNet weights, the train split, one recipe."""

from dataclasses import asdict
from pathlib import Path

from transformers import set_seed

from cartvision.data.picture import Split
from cartvision.data.reader import Dataset
from cartvision.errors import InputError
from cartvision.models.detectors.dense import DenseConfig, DenseDetector
from cartvision.models.backbones.efficientnet_lite0 import load_imagenet_weights
from cartvision.train_detector.pictures import TrainingPictures, collate
from cartvision.training.engine import train
from cartvision.training.recipe import Recipe

REQUIRED: tuple[Split, ...] = ("train", "val")  # val chooses the score to show from


def fit_detector(
    dataset: Dataset, *, recipe: Recipe, size: int, folder: Path
) -> tuple[DenseDetector, list[dict[str, float]]]:
    """The trained detector in evaluation mode, and its loss log."""
    for split in REQUIRED:
        if dataset.size(split) == 0:
            raise InputError(f"the dataset has no {split} pictures: ingest more, or other shares")
    set_seed(recipe.seed)
    detector = DenseDetector(DenseConfig(size=size))
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
