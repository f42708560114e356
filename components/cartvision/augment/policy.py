"""A policy: which transforms, how strong, and what a copy must keep; read from YAML."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PositiveInt,
    ValidationError,
    field_validator,
    model_validator,
)

from cartvision.errors import InputError

FOLDER = Path(__file__).with_name("policies")

PARTS = ("geometry", "occlusion", "appearance")

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

    @model_validator(mode="after")
    def something_may_be_drawn(self) -> Self:
        if not any(map(_may_be_drawn, (*self.geometry, *self.occlusion, *self.appearance))):
            raise ValueError(
                "nothing would ever be drawn: give geometry, occlusion or appearance "
                "a transform whose p is above 0"
            )
        return self


def _may_be_drawn(entry: Entry) -> bool:
    """Unless it says p: 0; a transform that says none has one of its own."""
    told = [entry, *(arguments for arguments in entry.values() if isinstance(arguments, dict))]
    return not any(one.get("p") == 0 for one in told)


def faults(error: ValidationError, *, depth: int) -> str:
    """All of them, each with its place to this depth: `keep.visible: …; longest: …`."""
    told = [f"{_place(fault['loc'][:depth])}{_said(fault)}" for fault in error.errors()]
    return "; ".join(dict.fromkeys(told))


def _place(location: tuple[int | str, ...]) -> str:
    """Without the kinds of a union, such as literal['edge'], which are nobody's words."""
    words = [str(part) for part in location if isinstance(part, int) or part.isidentifier()]
    return ".".join(words) + ": " if words else ""


def _said(fault: Any) -> str:
    message = str(fault["msg"]).removeprefix("Value error, ")
    given = fault.get("input")
    return f"{message}, given {given!r}" if isinstance(given, str | int | float) else message


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
    except ValidationError as error:
        raise InputError(f"{path} is not a policy: {faults(error, depth=2)}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is not a policy: {error}") from None
