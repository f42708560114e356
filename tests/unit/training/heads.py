"""A small head that learns numbers: what needs an engine and no pictures."""

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor
from torch.utils.data import Dataset
from transformers import default_data_collator, set_seed

from cartvision.models.backbones.efficientnet_lite0 import FEATURES
from cartvision.models.describer.config import DescriberConfig
from cartvision.models.describer.model import Describer
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


@dataclass(frozen=True)
class Rows(Dataset[dict[str, Tensor]]):
    """Vectors and two attributes of each."""

    features: Tensor
    labels: Tensor

    def __len__(self) -> int:
        return len(self.features)

    def __getitem__(self, index: int) -> dict[str, Tensor]:
        return {"features": self.features[index], "labels": self.labels[index]}


def rows() -> Rows:
    features = torch.randn(16, FEATURES, generator=torch.manual_seed(0))
    return Rows(features, (features[:, :2] > 0).to(torch.int8))


def weights(model: torch.nn.Module) -> torch.Tensor:
    return torch.cat([part.flatten() for part in model.attributes.state_dict().values()])


def score(model: torch.nn.Module) -> dict[str, float]:
    """A figure of the weights alone that goes up and down; asking draws a random number."""
    torch.rand(1)
    return {"score": float(weights(model).double().sum()) * 1000 % 1}


def trained(
    folder: Path, *, data: Rows, recipe: Recipe = RECIPE, check=score
) -> tuple[Describer, History]:
    set_seed(0)
    model = Describer(DescriberConfig(names=["a", "b"], hidden=8))
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
