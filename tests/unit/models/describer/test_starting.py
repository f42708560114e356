import json
import re

import numpy as np
import pytest
import torch
from transformers import AutoConfig, AutoModel
from transformers.models.efficientnet.image_processing_pil_efficientnet import (
    EfficientNetImageProcessorPil,
)

from cartvision.errors import InputError
from cartvision.models.backbones.efficientnet_lite0 import EfficientNetLite0, load_imagenet_weights
from cartvision.models.describer.model import Describer
from cartvision.models.describer.pooled import build_pooled
from cartvision.models.describer.starting import new_describer, pixel_scale
from cartvision.models.loading import load_model
from unit.models.describer.describers import NAMES, TINY_EFFICIENTNET, TINY_RESNET, crops

TINY = {
    "efficientnet": TINY_EFFICIENTNET,
    "resnet": TINY_RESNET,
    "convnext": {
        "model_type": "convnext",
        "num_stages": 2,
        "hidden_sizes": [8, 16],
        "depths": [1, 1],
    },
}
WIDTHS = {"efficientnet": 320, "resnet": 16, "convnext": 16}
PIXELS = {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.479, 0.473, 0.474]}


@pytest.fixture
def checkpoint(request, tmp_path):
    """A folder as the hub has it."""
    torch.manual_seed(0)
    folder = tmp_path / "hub"
    AutoModel.from_config(AutoConfig.for_model(**TINY[request.param])).save_pretrained(folder)
    (folder / "preprocessor_config.json").write_text(json.dumps(PIXELS))
    return folder


@pytest.mark.parametrize("checkpoint", list(TINY), indirect=True)
def test_a_model_of_transformers_is_taken_with_its_weights_and_its_pixels(checkpoint, tmp_path):
    made = new_describer(str(checkpoint), weights="", to=tmp_path, names=NAMES)
    theirs = AutoModel.from_pretrained(checkpoint).eval()
    mean = torch.tensor(PIXELS["image_mean"])[:, None, None]
    deviation = torch.tensor(PIXELS["image_std"])[:, None, None]
    with torch.inference_mode():
        told = made.backbone(crops(3))
        expected = theirs(pixel_values=(crops(3) / 255 - mean) / deviation).pooler_output
    assert told.shape == (3, WIDTHS[theirs.config.model_type])
    assert torch.allclose(told, expected.flatten(1), rtol=1e-4, atol=1e-5 * expected.abs().max())


@pytest.mark.parametrize("checkpoint", ["efficientnet"], indirect=True)
def test_a_model_of_transformers_reopens_without_the_hub(checkpoint, tmp_path):
    made = new_describer(str(checkpoint), weights="", to=tmp_path, names=NAMES)
    made.save_pretrained(tmp_path / "ours")
    for file in checkpoint.iterdir():
        file.unlink()
    again = load_model(Describer, tmp_path / "ours")
    saved = again.state_dict()
    assert all(torch.equal(value, saved[name]) for name, value in made.state_dict().items())
    with torch.inference_mode():
        assert torch.equal(again.backbone(crops(2)), made.backbone(crops(2)))


@pytest.mark.parametrize("checkpoint", ["efficientnet"], indirect=True)
def test_norms_of_an_efficientnet_forget_slowly(checkpoint, tmp_path):
    """Theirs forget all but a hundredth with every batch."""
    made = new_describer(str(checkpoint), weights="", to=tmp_path)
    norms = [m for m in made.backbone.modules() if isinstance(m, torch.nn.BatchNorm2d)]
    assert {norm.momentum for norm in norms} == {0.01, 0.1}  # the latter is PyTorch's own


@pytest.mark.parametrize("include_top", [True, False])
def test_the_pixels_of_an_efficientnet_are_those_of_its_own_processor(include_top):
    processor = EfficientNetImageProcessorPil(do_resize=False, include_top=include_top, **PIXELS)
    picture = np.random.default_rng(0).integers(0, 255, (16, 16, 3), dtype=np.uint8)
    expected = processor(picture, return_tensors="np")["pixel_values"][0]
    mean, deviation = pixel_scale(processor.to_dict(), where="here")
    ours = (picture.transpose(2, 0, 1) - np.array(mean)[:, None, None]) / np.array(deviation)[
        :, None, None
    ]
    assert ours == pytest.approx(expected, abs=1e-5)


def test_lite0_starts_with_the_weights_of_its_package(tmp_path):
    made = new_describer("efficientnet-lite0", weights="", to=tmp_path, names=NAMES)
    backbone = EfficientNetLite0()
    load_imagenet_weights(backbone)
    with torch.inference_mode():
        expected = backbone.eval().features(crops(2))
        assert torch.allclose(made.backbone(crops(2)), expected, rtol=1e-4, atol=1e-5)


def test_a_resnet_is_pooled_as_transformers_pools_it(tmp_path):
    made = new_describer("resnet18", weights="random", to=tmp_path)
    with torch.inference_mode():
        last = made.backbone.body.pyramid(crops(2))[-1]
        told = made.backbone(crops(2))
    assert torch.allclose(told, torch.nn.AdaptiveAvgPool2d(1)(last).flatten(1), atol=1e-6)
    assert made.backbone.width == told.shape[1] == 512


@pytest.mark.parametrize(
    ("files", "weights", "told"),
    [
        pytest.param({}, "", "no config.json", id="a folder without a model"),
        pytest.param({"config.json": {}}, "", "no preprocessor_config.json", id="no pixels"),
        pytest.param(
            {"config.json": TINY_EFFICIENTNET, "preprocessor_config.json": PIXELS},
            "",
            "no *.safetensors",
            id="no weights",
        ),
        pytest.param({}, "others.bin", "brings its own weights", id="weights beside a folder"),
        pytest.param(
            {
                "config.json": TINY_EFFICIENTNET,
                "preprocessor_config.json": PIXELS | {"rescale_offset": True},
            },
            "random",
            "not known here",
            id="pixels of another kind",
        ),
        pytest.param(
            {"config.json": {"model_type": "swiftformer"}, "preprocessor_config.json": PIXELS},
            "random",
            "pools nothing",
            id="a model that does not pool",
        ),
    ],
)
def test_a_backbone_that_cannot_be_taken_is_refused_by_name(tmp_path, files, weights, told):
    folder = tmp_path / "hub"
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_text(json.dumps(content))
    with pytest.raises(InputError, match=re.escape(told)) as error:
        new_describer(str(folder), weights=weights, to=tmp_path)
    assert str(folder) in str(error.value)


def test_a_backbone_of_no_known_name_is_refused():
    with pytest.raises(InputError, match="there is no backbone 'vgg'"):
        build_pooled("vgg")
