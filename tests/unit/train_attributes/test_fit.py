import pytest
import torch

from cartvision.data.picture import NA
from cartvision.errors import InputError
from cartvision.models.attributes import AttributeModel
from cartvision.models.backbones.efficientnet_lite0 import FEATURES
from cartvision.train_attributes.features import Features
from cartvision.train_attributes.fit import MOST_WEIGHT, choose_thresholds, fit, new_model, rarity
from cartvision.training.recipe import Recipe

RECIPE = Recipe(steps=60, batch=32, learning_rate=1e-2, seed=0)


def learnable(rows: int, *, seed: int) -> Features:
    """Attribute 0 is in the features and half unknown; attribute 1 is nobody's to know."""
    generator = torch.manual_seed(seed)
    features = torch.randn(rows, FEATURES, generator=generator)
    features[:, 0] *= 20
    labels = torch.stack([features[:, 0] > 0, torch.zeros(rows)], dim=1).to(torch.int8)
    unknown = torch.rand(rows, generator=generator) < 0.5
    labels[unknown, 0] = NA
    labels[:, 1] = NA
    return Features(features, labels)


@pytest.fixture(scope="module")
def model(tmp_path_factory) -> AttributeModel:
    made = new_model(["told", "untold"], crop=32, seed=0)
    fit(made, learnable(400, seed=0), recipe=RECIPE, folder=tmp_path_factory.mktemp("w"), data="d")
    return made


def test_an_attribute_that_is_in_the_features_is_learnt_from_its_known_labels(model):
    scores = choose_thresholds(model, learnable(300, seed=1))
    assert scores.per_attribute["told"].f1 > 0.85
    assert 100 < scores.per_attribute["told"].known < 200


def test_an_attribute_without_a_known_label_gets_no_score_and_a_neutral_threshold(model):
    scores = choose_thresholds(model, learnable(300, seed=1))
    assert scores.per_attribute["untold"].f1 is None
    assert model.config.thresholds[1] == 0.5


def test_training_the_head_leaves_the_backbone_as_it_was(model):
    fresh = new_model(["told", "untold"], crop=32, seed=0)
    for ours, theirs in zip(model.backbone.parameters(), fresh.backbone.parameters(), strict=True):
        assert torch.equal(ours, theirs)


@pytest.mark.parametrize(
    ("column", "weight"),
    [
        pytest.param([1, 0, NA, NA], 1.0, id="as many of each"),
        pytest.param([1, 0, 0, 0, 0], 2.0, id="one in five"),
        pytest.param([1, 0, 0, 0, 0, NA, NA, NA], 2.0, id="unknown ones do not count"),
        pytest.param([1] * 9 + [0], 1.0, id="common"),
        pytest.param([1] + [0] * 500, MOST_WEIGHT, id="very rare"),
    ],
)
def test_a_positive_counts_by_its_rarity_among_known_labels(column, weight):
    labels = torch.tensor(column, dtype=torch.int8)[:, None]
    assert rarity(labels).tolist() == pytest.approx([weight])


def test_nothing_known_is_nothing_to_learn(tmp_path):
    empty = Features(torch.zeros(0, FEATURES), torch.zeros(0, 2, dtype=torch.int8))
    with pytest.raises(InputError, match="nothing to learn"):
        fit(new_model(["a", "b"], crop=32, seed=0), empty, recipe=RECIPE, folder=tmp_path, data="d")
