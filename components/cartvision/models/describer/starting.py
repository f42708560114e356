"""Where a describer starts: a backbone that has seen other pictures, and fresh heads."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModel, PretrainedConfig, PreTrainedModel

from cartvision.errors import InputError
from cartvision.models.backbones.build import BACKBONES
from cartvision.models.backbones.efficientnet_lite0 import EfficientNetLite0
from cartvision.models.backbones.resnet import ResNet
from cartvision.models.backbones.weights import load_backbone_weights
from cartvision.models.describer.config import DescriberConfig
from cartvision.models.describer.model import Describer
from cartvision.models.describer.pooled import Inner, inner_config
from cartvision.models.loading import bars_only_on_a_terminal
from cartvision.models.weights import RANDOM, fetch_weights

CONFIG, PIXELS = "config.json", "preprocessor_config.json"
NORM_MOMENTUM = (
    0.01  # theirs of EfficientNet is Keras's .99, which PyTorch counts from the other end
)


def new_describer(backbone: str, *, weights: str, to: Path, **ours: Any) -> Describer:
    """Ours by name, with `weights` as for load_backbone_weights; else a hub id or a folder.

    `ours` are fields of DescriberConfig; what is fetched from elsewhere goes below `to`.
    """
    if backbone in BACKBONES:
        made = Describer(DescriberConfig(backbone=backbone, **ours))
        body = made.backbone.body
        assert isinstance(body, EfficientNetLite0 | ResNet)
        load_backbone_weights(backbone, body, weights=weights, to=to)
        return made.eval()
    if weights not in ("", RANDOM):
        raise InputError(
            f"{backbone} brings its own weights: give {weights} as the backbone, or no weights"
        )
    return _of_transformers(backbone, weights=weights, to=to, ours=ours)


def _of_transformers(where: str, *, weights: str, to: Path, ours: dict[str, Any]) -> Describer:
    bars_only_on_a_terminal()
    folder = fetch_weights(where, to=to)
    for name in (CONFIG, PIXELS):
        if not (folder / name).is_file():
            raise InputError(
                f"{where} has no {name}: give the folder or hub id of a transformers model, or "
                f"one of {', '.join(BACKBONES)}"
            )
    config = _their_config(folder)
    theirs = _their_model(folder, config, where=where, weights=weights)
    mean, deviation = pixel_scale(json.loads((folder / PIXELS).read_text()), where=where)
    inner = Inner(config.to_dict(), width=_width(theirs, where), mean=mean, deviation=deviation)
    made = Describer(DescriberConfig(backbone=where, inner=asdict(inner), **ours))
    made.backbone.body.load_state_dict(theirs.state_dict())
    return made.eval()


def _their_config(folder: Path) -> PretrainedConfig:
    told = AutoConfig.from_pretrained(folder).to_dict()
    if told["model_type"] == "efficientnet":
        told["batch_norm_momentum"] = NORM_MOMENTUM
    return inner_config(told)


def _their_model(
    folder: Path, config: PretrainedConfig, *, where: str, weights: str
) -> PreTrainedModel:
    if weights == RANDOM:
        return AutoModel.from_config(config)
    if not any(folder.glob("*.safetensors")):
        raise InputError(f"{where} has no *.safetensors: give a model that was saved with them")
    model, told = AutoModel.from_pretrained(
        folder, config=config, output_loading_info=True, dtype=torch.float32
    )
    if told["missing_keys"]:
        raise InputError(
            f"{where} lacks {len(told['missing_keys'])} of the model's weights, as "
            f"{min(told['missing_keys'])}. Give the whole folder of a checkpoint"
        )
    return model


def _width(model: PreTrainedModel, where: str) -> int:
    """The length of its pooled vector, by asking it."""
    with torch.inference_mode():
        told = model.eval()(pixel_values=torch.zeros(1, 3, 64, 64))
    if told.get("pooler_output") is None:
        raise InputError(
            f"{where} is a {model.config.model_type!r}, which pools nothing: give one that does, "
            "as efficientnet, resnet or convnext"
        )
    return int(told.pooler_output.flatten(1).shape[1])


def pixel_scale(told: dict[str, Any], *, where: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Mean and deviation of values of 0 to 255, from what a hub says of its image processor.

    EfficientNet's `include_top` divides by the deviation a second time, as its training did.
    """
    if told.get("rescale_offset") or not told.get("do_normalize", True):
        raise InputError(f"{where} scales pixels in a way that is not known here: see its {PIXELS}")
    full = 1 / told.get("rescale_factor", 1 / 255)
    power = 2 if told.get("include_top") else 1
    mean = tuple(value * full for value in told["image_mean"])
    return mean, tuple(value**power * full for value in told["image_std"])
