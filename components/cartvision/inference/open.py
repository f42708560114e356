"""Which model these paths are, and the way to ask it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from cartvision.errors import InputError
from cartvision.inference.answer import Describer, Predictor

Kind = Literal["onnx", "detector", "attributes", "both"]

CONFIG = "config.json"
ROLES = {  # of a model folder, by the model_type in its config
    "cartvision-dense": "detector",
    "cartvision-anchors": "detector",
    "cartvision-queries": "detector",
    "cartvision-describer": "attributes",
}
KINDS: dict[tuple[str, ...], Kind] = {  # by the sorted roles of the model folders
    ("attributes",): "attributes",
    ("detector",): "detector",
    ("attributes", "detector"): "both",
}
ACCEPTED = (
    "give one ONNX export, a detector's model folder, an attribute head's, "
    "or a detector's and an attribute head's"
)


def kind_of(paths: Sequence[Path]) -> Kind:
    """What is there; nothing heavy is read. InputError where it cannot be judged."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise InputError(f"{', '.join(missing)}: no such file or folder; {ACCEPTED}")
    if len(paths) == 1 and not (paths[0] / CONFIG).is_file():
        return "onnx"
    types = [_model_type(path) for path in paths]
    kind = KINDS.get(tuple(sorted(ROLES.get(told, "") for told in types)))
    if kind is None:
        named = ", ".join(f"{path} ({told})" for path, told in zip(paths, types, strict=True))
        raise InputError(f"cannot judge {named}; {ACCEPTED}")
    return kind


def open_predictor(paths: Sequence[Path]) -> Predictor:
    """The model that finds products; the runtime that it needs is imported only here."""
    kind = kind_of(paths)
    if kind == "attributes":
        raise InputError(f"{paths[0]} is an attribute head, which finds no product; {ACCEPTED}")
    if kind == "onnx":
        from cartvision.inference.onnx import OnnxPredictor

        return OnnxPredictor(paths[0])
    from cartvision.inference.torch import DetectorPredictor, TorchPredictor

    if kind == "detector":
        return DetectorPredictor(paths[0])
    attributes, detector = sorted(paths, key=lambda path: ROLES[_model_type(path)])
    return TorchPredictor(detector=detector, attributes=attributes)


def open_describer(path: Path) -> Describer:
    """The attribute head in this folder, alone."""
    if kind_of([path]) != "attributes":
        raise InputError(f"{path} is no attribute head's model folder, and cannot describe boxes")
    from cartvision.inference.head import HeadDescriber

    return HeadDescriber(path)


def _model_type(folder: Path) -> str:
    config = folder / CONFIG
    if not config.is_file():
        raise InputError(f"{folder} is not a model folder: it has no {CONFIG}; {ACCEPTED}")
    return str(json.loads(config.read_text()).get("model_type", "no model_type"))
