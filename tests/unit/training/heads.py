"""A small head that learns numbers: what needs an engine and no pictures."""

from pathlib import Path

import torch
from transformers import default_data_collator, set_seed

from cartvision.models.attributes import AttributeModel, AttributesConfig
from cartvision.models.backbones.efficientnet_lite0 import FEATURES
from cartvision.train_attributes.features import Features
from cartvision.training.engine import train
from cartvision.training.history import History
from cartvision.training.recipe import Recipe

RECIPE = Recipe(
    steps=8,
    batch=4,
    learning_rate=1e-2,
    seed=3,
    average=0.5,
    check_every=2,
    better="score",
    save_every=4,
    log_every=3,
)


def rows() -> Features:
    features = torch.randn(16, FEATURES, generator=torch.manual_seed(0))
    return Features(features, (features[:, :2] > 0).to(torch.int8))


def weights(model: torch.nn.Module) -> torch.Tensor:
    return torch.cat([part.flatten() for part in model.head.state_dict().values()])


def score(model: torch.nn.Module) -> dict[str, float]:
    """A figure of the weights alone that goes up and down; asking draws a random number."""
    torch.rand(1)
    return {"score": float(weights(model).double().sum()) * 1000 % 1}


def trained(
    folder: Path, *, data: Features, recipe: Recipe = RECIPE, check=score
) -> tuple[AttributeModel, History]:
    set_seed(0)
    model = AttributeModel(AttributesConfig(names=["a", "b"], thresholds=[0.5, 0.5], hidden=8))
    model.backbone.requires_grad_(False)
    history = train(
        model,
        data,
        recipe=recipe,
        collate=default_data_collator,
        folder=folder,
        settings=recipe.identity(),
        check=check,
    )
    return model, history
