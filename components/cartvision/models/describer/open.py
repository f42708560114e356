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
    config = folder / CONFIG
    told = json.loads(config.read_text()).get("model_type") if config.is_file() else None
    if told != DescriberConfig.model_type:
        raise InputError(
            f"{folder} is no model folder of attributes: its {CONFIG} tells {told!r}, and not "
            f"{DescriberConfig.model_type!r}. Was it written by train-attributes?"
        )
    return load_model(Describer, folder)
