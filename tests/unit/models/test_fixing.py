import pytest
import torch

from cartvision.models.backbones.build import build_backbone
from cartvision.models.backbones.fixing import fix


@pytest.mark.parametrize("name", ["efficientnet-lite0", "resnet18"])
def test_statistics_stay_and_first_stages_do_not_learn(name):
    torch.manual_seed(0)
    backbone = build_backbone(name)
    fix(backbone, stages=2)
    backbone.train()
    before = {key: value.clone() for key, value in backbone.named_buffers()}
    sum(level.mean() for level in backbone.pyramid(torch.rand(2, 3, 64, 64) * 255)).backward()
    assert all(torch.equal(before[key], value) for key, value in backbone.named_buffers())
    for number, part in enumerate(backbone.parts):
        learns = [weight.requires_grad for weight in part.parameters()]
        assert any(learns) == all(learns) == (number > 2)


def test_with_no_stage_every_weight_learns():
    backbone = build_backbone("efficientnet-lite0")
    fix(backbone, stages=0)
    assert all(weight.requires_grad for weight in backbone.parameters())


def test_a_fixed_backbone_is_saved_and_answers_as_the_one_it_was():
    torch.manual_seed(0)
    backbone, pixels = build_backbone("resnet18"), torch.rand(1, 3, 64, 64) * 255
    fresh = build_backbone("resnet18").eval()
    fresh.load_state_dict(backbone.state_dict())
    fix(backbone, stages=1)
    again = backbone.train().pyramid(pixels)
    for one, other in zip(again, fresh.pyramid(pixels), strict=True):
        assert torch.equal(one, other)
