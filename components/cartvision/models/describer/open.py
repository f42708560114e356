"""A describer's model folder."""

import json
from pathlib import Path

from cartvision.errors import InputError
from cartvision.models.describer.config import DescriberConfig
from cartvision.models.describer.model import Describer
from cartvision.models.loading import load_model

CONFIG = "config.json"


def load_describer(folder: Path) -> Describer:
    """In evaluation mode."""
    told = _model_type(folder / CONFIG)
    if told != DescriberConfig.model_type:
        raise InputError(
            f"{folder} is no model folder of attributes: its {CONFIG} tells {told!r}, and not "
            f"{DescriberConfig.model_type!r}. Was it written by train-attributes?"
        )
    return load_model(Describer, folder)


def _model_type(config: Path) -> str | None:
    try:
        told = json.loads(config.read_text())
    except (OSError, ValueError):
        return None
    return told.get("model_type") if isinstance(told, dict) else None
