"""Fitting the attribute head on cached features, and choosing its thresholds."""

from pathlib import Path

import torch
from torch import Tensor
from transformers import default_data_collator, set_seed

from cartvision.errors import InputError
from cartvision.metrics.attributes import AttributeMetrics, AttributeScores, best_threshold
from cartvision.models.attributes import AttributeModel, AttributesConfig
from cartvision.models.backbones.efficientnet_lite0 import load_imagenet_weights
from cartvision.train_attributes.features import Features
from cartvision.training.engine import train
from cartvision.training.history import History
from cartvision.training.recipe import Recipe

MOST_WEIGHT = 10.0


def new_model(names: list[str], *, crop: int, seed: int) -> AttributeModel:
    """A fresh head on ImageNet's backbone."""
    set_seed(seed)
    model = AttributeModel(AttributesConfig(names=names, thresholds=[0.5] * len(names), crop=crop))
    load_imagenet_weights(model.backbone)
    return model.eval()


def fit(
    model: AttributeModel, known: Features, *, recipe: Recipe, folder: Path, data: str
) -> History:
    """Train the head in place; rare positives count more."""
    if len(known) == 0:
        raise InputError("no product of the train split has a known attribute: nothing to learn")
    model.backbone.requires_grad_(False)
    model.weights.copy_(rarity(known.labels))
    history = train(
        model,
        known,
        recipe=recipe,
        collate=default_data_collator,
        folder=folder,
        settings={
            "data": data,
            "crop": model.config.crop,
            "crops": len(known),
            "recipe": recipe.identity(),
        },
    )
    model.eval()
    return history


def rarity(labels: Tensor) -> Tensor:
    """How much a positive of each attribute counts, from its share among known labels alone."""
    positives = (labels == 1).sum(dim=0).clamp(min=1)
    negatives = (labels == 0).sum(dim=0)
    return (negatives / positives).sqrt().clamp(1.0, MOST_WEIGHT)


def choose_thresholds(model: AttributeModel, held_out: Features) -> AttributeScores:
    """Set each attribute's threshold by its best F1 on `held_out`, and score it there."""
    with torch.inference_mode():
        probabilities = model.head(held_out.features).sigmoid().numpy()
    labels = held_out.labels.numpy()
    columns = range(labels.shape[1])
    thresholds = [best_threshold(probabilities[:, i], labels=labels[:, i]) for i in columns]
    model.config.thresholds = thresholds
    metrics = AttributeMetrics(model.config.names, thresholds=thresholds)
    metrics.update(probabilities, labels=labels)
    return metrics.compute()
