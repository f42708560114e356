from dataclasses import replace
from pathlib import Path

import pytest
import torch
from transformers import default_data_collator, set_seed

from cartvision.errors import WorkError
from cartvision.models.attributes import AttributeModel, AttributesConfig
from cartvision.models.backbones.efficientnet_lite0 import FEATURES
from cartvision.train_attributes.features import Features
from cartvision.training.engine import train
from cartvision.training.recipe import Recipe

RECIPE = Recipe(
    steps=8, batch=4, learning_rate=1e-2, seed=3, average=0.5, save_every=4, log_every=1
)


class PowerCut(BaseException):
    """What no code expects."""


class CutOff(Features):
    """Rows that stop coming after a while."""

    left = 20

    def __getitem__(self, index: int) -> dict[str, torch.Tensor]:
        CutOff.left -= 1
        if CutOff.left < 0:
            raise PowerCut
        return super().__getitem__(index)


def rows(kind: type[Features] = Features) -> Features:
    generator = torch.manual_seed(0)
    features = torch.randn(16, FEATURES, generator=generator)
    return kind(features, (features[:, :2] > 0).to(torch.int8))


def trained(folder: Path, *, data: Features, recipe: Recipe = RECIPE) -> AttributeModel:
    set_seed(0)
    model = AttributeModel(AttributesConfig(names=["a", "b"], thresholds=[0.5, 0.5], hidden=8))
    model.backbone.requires_grad_(False)
    settings = {"recipe": str(recipe)}
    train(
        model,
        data,
        recipe=recipe,
        collate=default_data_collator,
        folder=folder,
        settings=settings,
    )
    return model


def weights(model: AttributeModel) -> torch.Tensor:
    return torch.cat([part.flatten() for part in model.head.state_dict().values()])


def test_the_same_seed_trains_the_same_weights(tmp_path):
    first = trained(tmp_path / "a", data=rows())
    again = trained(tmp_path / "b", data=rows())
    other = trained(tmp_path / "c", data=rows(), recipe=replace(RECIPE, seed=4))
    assert torch.equal(weights(first), weights(again))
    assert not torch.equal(weights(first), weights(other))


def test_a_run_that_was_cut_off_ends_as_if_it_had_not_been(tmp_path):
    whole = trained(tmp_path / "whole", data=rows())
    with pytest.raises(PowerCut):
        trained(tmp_path / "cut", data=rows(CutOff))
    assert (tmp_path / "cut" / "checkpoint-4").is_dir()
    resumed = trained(tmp_path / "cut", data=rows())
    assert torch.equal(weights(whole), weights(resumed))


def test_a_checkpoint_of_other_settings_is_not_resumed(tmp_path):
    trained(tmp_path / "a", data=rows(), recipe=replace(RECIPE, steps=4))
    longer = trained(tmp_path / "a", data=rows())
    fresh = trained(tmp_path / "b", data=rows())
    assert torch.equal(weights(longer), weights(fresh))


def test_a_model_trained_in_half_precision_answers_in_full(tmp_path):
    model = trained(tmp_path, data=rows(), recipe=replace(RECIPE, half_precision=True)).eval()
    fresh = AttributeModel(model.config).eval()
    fresh.load_state_dict(model.state_dict())
    features = torch.randn(4, FEATURES, generator=torch.manual_seed(1))
    assert torch.equal(model(features)["logits"], fresh(features)["logits"])


def test_a_loss_that_is_no_number_stops_with_advice(tmp_path):
    broken = Features(torch.full((8, FEATURES), torch.nan), torch.ones(8, 2, dtype=torch.int8))
    with pytest.raises(WorkError, match="lower --learning-rate"):
        trained(tmp_path, data=broken)
