"""A policy: which transforms, how strong, and what a copy must keep; read from YAML."""

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cartvision.errors import InputError

FOLDER = Path(__file__).with_name("policies")

Entry = dict[str, Any]  # {"Perspective": {…}} or {"one_of": […], "p": .5}


class Policy(BaseModel):
    """The contents of a policy file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    jpeg_quality: tuple[int, int]  # from, to; drawn for each copy
    min_visibility: float = Field(gt=0, le=1)
    max_lost: float = Field(ge=0, lt=1)
    geometry: list[Entry] = Field(min_length=1)
    appearance: list[Entry]


def read_policy(name: str) -> Policy:
    known = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    if name not in known:
        raise InputError(f"there is no policy {name!r}; there are: {', '.join(known)}")
    path = FOLDER / f"{name}.yaml"
    try:
        return Policy.model_validate(yaml.safe_load(path.read_text()))
    except (yaml.YAMLError, ValidationError) as error:
        raise InputError(f"{path.name} is not a policy: {error}") from None
