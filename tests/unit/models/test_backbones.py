"""Backbones by name, and where their weights come from."""

import pytest
import torch
from safetensors.torch import save_file
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows
from transformers import ResNetConfig, ResNetForImageClassification

from cartvision.errors import InputError
from cartvision.models.backbones.build import BACKBONES, build_backbone
from cartvision.models.backbones.efficientnet_lite0 import EfficientNetLite0, load_imagenet_weights
from cartvision.models.backbones.resnet import RESNETS, ResNet
from cartvision.models.backbones.weights import load_backbone_weights

STRIDES = (4, 8, 16, 32)
RAMP = torch.linspace(0, 255, 3 * 64 * 64).reshape(1, 3, 64, 64)


@pytest.mark.parametrize("name", BACKBONES)
def test_every_backbone_has_four_levels_of_its_widths(name):
    backbone = build_backbone(name).eval()
    with torch.inference_mode():
        maps = backbone.pyramid(torch.zeros(1, 3, 96, 64))
    told = [(1, c, 96 // s, 64 // s) for c, s in zip(backbone.channels, STRIDES, strict=True)]
    assert [tuple(m.shape) for m in maps] == told


def test_an_unknown_backbone_is_answered_with_the_known_ones():
    with pytest.raises(InputError, match="no backbone 'resnet7'; there are efficientnet-lite0, re"):
        build_backbone("resnet7")


def test_a_resnet_sees_the_pixels_as_imagenet_was_seen():
    backbone, seen = ResNet("resnet18"), []
    backbone.body.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    backbone.pyramid(RAMP)
    for channel, (mean, deviation) in enumerate([(0.485, 0.229), (0.456, 0.224), (0.406, 0.225)]):
        expected = (RAMP[0, channel] / 255 - mean) / deviation
        assert torch.allclose(seen[0][0, channel], expected, atol=1e-6)


def test_the_default_of_lite0_is_its_package(tmp_path):
    ours, theirs = EfficientNetLite0(), EfficientNetLite0()
    load_backbone_weights("efficientnet-lite0", ours, weights="", to=tmp_path)
    load_imagenet_weights(theirs)
    assert all(torch.equal(v, theirs.state_dict()[k]) for k, v in ours.state_dict().items())


@pytest.mark.parametrize("name", ["efficientnet-lite0", "resnet18"])
def test_random_leaves_a_backbone_as_it_was_built(name, tmp_path):
    backbone = build_backbone(name)
    before = {key: value.clone() for key, value in backbone.state_dict().items()}
    load_backbone_weights(name, backbone, weights="random", to=tmp_path)
    assert all(torch.equal(v, before[k]) for k, v in backbone.state_dict().items())


def test_the_default_of_a_resnet_is_its_checkpoint_on_the_hub(tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "cartvision.models.weights.snapshot_download",
        lambda name, **_: asked.append(name) or str(classifier("resnet101", tmp_path)),
    )
    load_backbone_weights("resnet101", ResNet("resnet101"), weights="", to=tmp_path / "got")
    assert asked == ["microsoft/resnet-101"]


def classifier(name, folder):
    """A checkpoint as the hub has it: a whole classifier, its norms off their first values."""
    build = RESNETS[name]
    model = ResNetForImageClassification(
        ResNetConfig(layer_type=build.layer, depths=[*build.depths], hidden_sizes=[*build.channels])
    )
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.running_mean.uniform_(-0.1, 0.1)
            module.running_var.uniform_(0.8, 1.2)
    model.save_pretrained(folder / name)
    return folder / name


@pytest.mark.parametrize("form", ["folder", "model.pt", "pytorch_model.bin", "w.safetensors"])
def test_a_checkpoint_answers_in_our_backbone_as_in_its_own_model(form, tmp_path):
    folder = classifier("resnet18", tmp_path)
    model = ResNetForImageClassification.from_pretrained(folder).eval()
    where = folder if form == "folder" else tmp_path / form
    if where.suffix in (".pt", ".bin"):
        torch.save(model.state_dict(), where)
    elif where.suffix:
        save_file(model.state_dict(), where)
    backbone = ResNet("resnet18").eval()
    load_backbone_weights("resnet18", backbone, weights=str(where), to=tmp_path)
    mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    deviation = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    with torch.inference_mode():
        theirs = model((RAMP / 255 - mean) / deviation, output_hidden_states=True).hidden_states
        ours = backbone.pyramid(RAMP)
    assert all(torch.allclose(a, b) for a, b in zip(ours, theirs[1:], strict=True))


def test_torchvisions_file_of_a_resnet50_answers_as_torchvision_computes_it(tmp_path):
    generator = torch.manual_seed(0)
    saved = torchvision_resnet50(generator)
    torch.save(saved, tmp_path / "resnet50-0676ba61.pth")
    backbone = ResNet("resnet50").eval()
    where = str(tmp_path / "resnet50-0676ba61.pth")
    load_backbone_weights("resnet50", backbone, weights=where, to=tmp_path)
    mean = torch.tensor([0.485, 0.456, 0.406])[:, None, None]
    deviation = torch.tensor([0.229, 0.224, 0.225])[:, None, None]
    with torch.inference_mode():
        ours = backbone.pyramid(RAMP)
        theirs = torchvision_maps(saved, (RAMP / 255 - mean) / deviation)
    for mine, other in zip(ours, theirs, strict=True):
        assert torch.allclose(mine, other, atol=1e-4 * float(other.abs().max()))


def torchvision_resnet50(generator):
    """Random weights under the names of torchvision's file, which has no counters of batches."""
    saved = {}

    def convolution(name, norm, inward, outward, kernel):
        weight = torch.randn(outward, inward, kernel, kernel, generator=generator)
        saved[f"{name}.weight"] = weight * (2 / (inward * kernel**2)) ** 0.5
        saved[f"{norm}.weight"] = torch.rand(outward, generator=generator) + 0.5
        saved[f"{norm}.bias"] = torch.rand(outward, generator=generator) - 0.5
        saved[f"{norm}.running_mean"] = torch.rand(outward, generator=generator) - 0.5
        saved[f"{norm}.running_var"] = torch.rand(outward, generator=generator) + 0.5

    convolution("conv1", "bn1", 3, 64, 7)
    inward = 64
    for stage, (blocks, width) in enumerate(zip((3, 4, 6, 3), (64, 128, 256, 512), strict=True), 1):
        for block in range(blocks):
            at = f"layer{stage}.{block}"
            convolution(f"{at}.conv1", f"{at}.bn1", inward, width, 1)
            convolution(f"{at}.conv2", f"{at}.bn2", width, width, 3)
            convolution(f"{at}.conv3", f"{at}.bn3", width, width * 4, 1)
            if block == 0:
                convolution(f"{at}.downsample.0", f"{at}.downsample.1", inward, width * 4, 1)
            inward = width * 4
    saved["fc.weight"], saved["fc.bias"] = torch.zeros(1000, 2048), torch.zeros(1000)
    return saved


def torchvision_maps(saved, x):
    """torchvision's bottleneck ResNet, written out; the second convolution strides."""

    def normed(x, convolution, norm, *, stride=1):
        weight = saved[f"{convolution}.weight"]
        x = F.conv2d(x, weight, stride=stride, padding=weight.shape[2] // 2)
        told = (
            saved[f"{norm}.{part}"] for part in ("running_mean", "running_var", "weight", "bias")
        )
        return F.batch_norm(x, *told)

    x = F.max_pool2d(normed(x, "conv1", "bn1", stride=2).relu(), 3, stride=2, padding=1)
    maps = []
    for stage, blocks in enumerate((3, 4, 6, 3), 1):
        for block in range(blocks):
            at, stride = f"layer{stage}.{block}", 2 if block == 0 and stage > 1 else 1
            y = normed(x, f"{at}.conv1", f"{at}.bn1").relu()
            y = normed(y, f"{at}.conv2", f"{at}.bn2", stride=stride).relu()
            y = normed(y, f"{at}.conv3", f"{at}.bn3")
            if block == 0:
                x = normed(x, f"{at}.downsample.0", f"{at}.downsample.1", stride=stride)
            x = (x + y).relu()
        maps.append(x)
    return maps


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param(
            lambda saved: saved.pop("embedder.embedder.convolution.weight"),
            "they lack embedder.embedder.convolution.weight",
            id="a weight is missing",
        ),
        pytest.param(
            lambda saved: saved.update({"neck.weight": torch.zeros(1)}),
            "they have too much neck.weight",
            id="a weight is not ours",
        ),
        pytest.param(
            lambda saved: saved.update({"embedder.embedder.convolution.weight": torch.zeros(1)}),
            "they have in another shape embedder.embedder.convolution.weight",
            id="a weight has another shape",
        ),
    ],
)
def test_weights_that_do_not_fit_are_named(change, fault, tmp_path):
    backbone = ResNet("resnet18")
    saved = backbone.body.state_dict()
    change(saved)
    torch.save(saved, tmp_path / "w.pt")
    with pytest.raises(InputError, match=fault):
        load_backbone_weights("resnet18", backbone, weights=str(tmp_path / "w.pt"), to=tmp_path)


def test_of_many_faults_a_few_are_named_and_the_others_counted(tmp_path):
    torch.save(ResNet("resnet34").body.state_dict(), tmp_path / "w.pt")
    with pytest.raises(InputError, match=r"too much encoder.* and \d+ more\. Is it another"):
        load_backbone_weights(
            "resnet18", ResNet("resnet18"), weights=str(tmp_path / "w.pt"), to=tmp_path
        )


def test_a_folder_without_weights_is_said_to_be_one(tmp_path):
    with pytest.raises(InputError, match=r"neither model\.safetensors nor pytorch_model\.bin"):
        load_backbone_weights(
            "resnet18", ResNet("resnet18"), weights=str(tmp_path), to=tmp_path / "to"
        )


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"epoch": 3, "state_dict": {}}, id="a whole training state"),
        pytest.param(torch.nn.Linear(1, 1), id="a whole pickled model"),
    ],
)
def test_a_file_that_is_no_state_dict_is_said_to_be_none(content, tmp_path):
    torch.save(content, tmp_path / "w.pt")
    with pytest.raises(InputError, match=r"w\.pt holds no state dict"):
        load_backbone_weights(
            "resnet18", ResNet("resnet18"), weights=str(tmp_path / "w.pt"), to=tmp_path
        )
