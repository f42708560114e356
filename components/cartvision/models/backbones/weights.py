"""Weights for a backbone: its own, or from a file, a folder or a bucket."""

import pickle
import re
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor

from cartvision.errors import InputError
from cartvision.models.backbones.efficientnet_lite0 import EfficientNetLite0, load_imagenet_weights
from cartvision.models.backbones.resnet import ResNet
from cartvision.models.weights import RANDOM, fetch_weights

FILES = ("model.safetensors", "pytorch_model.bin")  # what a transformers folder holds
COUNTER = "num_batches_tracked"  # older files do without; nothing that is computed depends on it
NAMED = 3  # keys that an error names

# torchvision's names for the parts of a ResNet, and transformers'
PARTS = (
    (r"^conv1\.", "embedder.embedder.convolution."),
    (r"^bn1\.", "embedder.embedder.normalization."),
    (r"^layer(\d)\.", lambda found: f"encoder.stages.{int(found[1]) - 1}.layers."),
    (r"\.conv(\d)\.", lambda found: f".layer.{int(found[1]) - 1}.convolution."),
    (r"\.bn(\d)\.", lambda found: f".layer.{int(found[1]) - 1}.normalization."),
    (r"\.downsample\.0\.", ".shortcut.convolution."),
    (r"\.downsample\.1\.", ".shortcut.normalization."),
)
CLASSIFIERS = ("fc.", "classifier.")


def load_backbone_weights(
    name: str, backbone: EfficientNetLite0 | ResNet, *, weights: str, to: Path
) -> None:
    """Fill the backbone; "" is ImageNet's weights, "random" leaves it as it was built.

    Else a transformers folder or a state dict, of transformers or torchvision, here or at s3://…;
    what is copied from elsewhere goes below `to`.
    """
    if weights == RANDOM:
        return
    if isinstance(backbone, EfficientNetLite0):
        if not weights:
            load_imagenet_weights(backbone)
            return
        _fill(backbone, _read(fetch_weights(weights, to=to)), name=name, where=weights)
        return
    where = weights or f"microsoft/{name.replace('resnet', 'resnet-')}"
    saved = _as_transformers_names(_read(fetch_weights(where, to=to)))
    _fill(backbone.body, saved, name=name, where=where)


def _read(path: Path) -> dict[str, Tensor]:
    if path.is_dir():
        found = [path / name for name in FILES if (path / name).is_file()]
        if not found:
            raise InputError(f"{path} holds no weights: it has neither {' nor '.join(FILES)}")
        path = found[0]
    if path.suffix == ".safetensors":
        return load_file(path)
    try:
        saved = torch.load(path, weights_only=True, map_location="cpu")
    except pickle.UnpicklingError:
        saved = None
    if not isinstance(saved, dict) or not all(isinstance(v, Tensor) for v in saved.values()):
        raise InputError(f"{path} holds no state dict: names and tensors, nothing else")
    return saved


def _as_transformers_names(saved: dict[str, Tensor]) -> dict[str, Tensor]:
    """Without the classifier, which a detector has no use for."""
    renamed = {}
    for key, value in saved.items():
        if key.startswith(CLASSIFIERS):
            continue
        for pattern, name in PARTS:
            key = re.sub(pattern, name, key)
        renamed[key.removeprefix("resnet.")] = value
    return renamed


def _fill(module: torch.nn.Module, saved: dict[str, Tensor], *, name: str, where: str) -> None:
    own = {k: v.shape for k, v in module.state_dict().items() if not k.endswith(COUNTER)}
    given = {k: v.shape for k, v in saved.items() if not k.endswith(COUNTER)}
    faults = {
        "lack": [key for key in own if key not in given],
        "have too much": [key for key in given if key not in own],
        "have in another shape": [key for key in own if own[key] != given.get(key, own[key])],
    }
    told = [f"{what} {_listed(keys)}" for what, keys in faults.items() if keys]
    if told:
        raise InputError(
            f"the weights of {where} do not fit {name}: they {'; '.join(told)}. "
            f"Is it another backbone's file? See --backbone"
        )
    module.load_state_dict(saved, strict=False)


def _listed(keys: list[str]) -> str:
    more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
    return ", ".join(keys[:NAMED]) + more
