import pytest
import torch
from torch import nn

from cartvision.errors import InputError
from cartvision.models.backbones.fixing import FixedNorm
from cartvision.models.describer.pooled import build_pooled
from cartvision.models.describer.unfreezing import layers_of, unfreeze
from unit.models.describer.describers import crops, elsewhere


def learning(backbone: nn.Module) -> list[bool]:
    """Of each layer, from the pixels on."""
    told = []
    for layer in layers_of(backbone):
        states = {weight.requires_grad for weight in layer.parameters(recurse=False)}
        assert len(states) == 1
        told.append(states.pop())
    return told


@pytest.mark.parametrize(
    ("name", "inner", "many"),
    [
        # a stem and a head of 2, a block of 4, 15 of 6
        pytest.param("efficientnet-lite0", None, 98, id="Lite0"),
        # a stem of 2, 8 blocks of 4, 3 shortcuts of 2
        pytest.param("resnet18", None, 40, id="a ResNet"),
        # a stem and a top of 2, a block of 6, 6 of 8
        pytest.param("theirs", elsewhere(), 58, id="an EfficientNet of transformers"),
    ],
)
def test_exactly_the_last_layers_learn(name, inner, many):
    backbone = build_pooled(name, inner=inner)
    for layers in (0, 1, 27, many, None, 3):
        unfreeze(backbone, layers=layers)
        count = many if layers is None else layers
        assert learning(backbone) == [False] * (many - count) + [True] * count


def test_the_last_layer_of_lite0_is_the_norm_of_its_head():
    backbone = build_pooled("efficientnet-lite0")
    unfreeze(backbone, layers=2)
    names = [name for name, weight in backbone.named_parameters() if weight.requires_grad]
    assert {name.removeprefix("body.").split(".")[0] for name in names} == {"head"}


def test_norms_that_do_not_learn_keep_their_statistics_and_the_others_go_on():
    torch.manual_seed(0)
    backbone = build_pooled("efficientnet-lite0").train()
    unfreeze(backbone, layers=27)
    norms = [layer for layer in layers_of(backbone) if isinstance(layer, nn.BatchNorm2d)]
    before = [norm.running_var.clone() for norm in norms]
    backbone(crops(4))
    same = [torch.equal(norm.running_var, old) for norm, old in zip(norms, before, strict=True)]
    learns = [norm.weight.requires_grad for norm in norms]
    assert same == [not one for one in learns]
    assert sum(learns) == 14


def test_a_second_phase_wakes_what_the_first_one_froze():
    backbone = build_pooled("efficientnet-lite0").train()
    unfreeze(backbone, layers=0)
    assert not any(norm.training for norm in backbone.modules() if isinstance(norm, FixedNorm))
    unfreeze(backbone, layers=None)
    norms = [norm for norm in backbone.modules() if isinstance(norm, nn.BatchNorm2d)]
    assert all(type(norm) is nn.BatchNorm2d and norm.training for norm in norms)


@pytest.mark.parametrize("layers", [-1, 99])
def test_more_layers_than_there_are_are_refused(layers):
    with pytest.raises(InputError, match="the backbone has 98: give 0 to 98"):
        unfreeze(build_pooled("efficientnet-lite0"), layers=layers)
