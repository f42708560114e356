"""A policy: which transforms, how strong, and what a copy must keep; read from YAML."""

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, ValidationError, field_validator

from cartvision.errors import InputError

FOLDER = Path(__file__).with_name("policies")

Entry = dict[str, Any]  # {"Perspective": {…}} or {"one_of": […], "p": .5}
Grey = Annotated[int, Field(ge=0, le=255)]
Quality = Annotated[int, Field(ge=1, le=100)]


class Keep(BaseModel):
    """What a copy must keep. A share is of an object's visible area in the parent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    visible: float = Field(gt=0, le=1)  # an object of a smaller share is dropped
    readable: float = Field(ge=0, le=1)  # below it nobody can tell the attributes: they become NA
    lost: float = Field(ge=0, lt=1)  # a copy that drops a larger share of them is drawn again


class Policy(BaseModel):
    """The contents of a policy file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    longest: PositiveInt  # side of a copy, pixels; a larger parent is shrunk into it
    jpeg_quality: tuple[Quality, Quality]  # from, to; drawn for each copy
    border: Grey | Literal["edge"]  # what shows past the parent's edge: a grey, or its last pixels
    keep: Keep
    geometry: list[Entry]  # moves pixels and boxes
    occlusion: list[Entry]  # hides
    appearance: list[Entry]  # changes pixels where they are

    @field_validator("jpeg_quality")
    @classmethod
    def it_is_from_low_to_high(cls, quality: tuple[int, int]) -> tuple[int, int]:
        if quality[0] > quality[1]:
            raise ValueError("the first is the lower one")
        return quality


def read_policy(name: str) -> Policy:
    """One of ours by its name, or a file of somebody's own."""
    known = sorted(path.stem for path in FOLDER.glob("*.yaml"))
    path = FOLDER / f"{name}.yaml" if name in known else Path(name)
    if not path.is_file():
        raise InputError(
            f"there is no policy {name!r}; there are: {', '.join(known)}, or give a file"
        )
    try:
        return Policy.model_validate(yaml.safe_load(path.read_text()))
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
        raise InputError(f"{path} is not a policy: {error}") from None
