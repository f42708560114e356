"""Which predictor a path asks for: an ONNX export, or a detector with its attribute head."""

import json
from collections.abc import Sequence
from pathlib import Path

from cartvision.errors import InputError
from cartvision.inference.answer import Predictor

DETECTOR = "cartvision-detector"
ATTRIBUTES = "cartvision-attributes"
ACCEPTED = "give one ONNX export folder, or a detector's and an attribute head's model folders"


def open_predictor(paths: Sequence[Path]) -> Predictor:
    """The model at these paths; the runtime that it needs is imported only here."""
    missing = [str(path) for path in paths if not path.exists()]
    if missing:
        raise InputError(f"{', '.join(missing)}: no such file or folder; {ACCEPTED}")
    if len(paths) == 1:
        return _onnx(paths[0])
    return _torch(paths)


def _onnx(path: Path) -> Predictor:
    from cartvision.inference.onnx import OnnxPredictor

    if path.is_dir() and (path / "config.json").is_file():
        raise InputError(f"{path} is one of two model folders; {ACCEPTED}")
    return OnnxPredictor(path)


def _torch(paths: Sequence[Path]) -> Predictor:
    folders = {_model_type(path): path for path in paths}
    if len(paths) != 2 or set(folders) != {DETECTOR, ATTRIBUTES}:
        kinds = ", ".join(f"{path} ({_model_type(path)})" for path in paths)
        raise InputError(f"cannot judge {kinds} together; {ACCEPTED}")
    from cartvision.inference.torch import TorchPredictor

    return TorchPredictor(detector=folders[DETECTOR], attributes=folders[ATTRIBUTES])


def _model_type(folder: Path) -> str:
    config = folder / "config.json"
    if not config.is_file():
        raise InputError(f"{folder} is not a model folder: it has no config.json; {ACCEPTED}")
    return str(json.loads(config.read_text()).get("model_type", "no model_type"))
