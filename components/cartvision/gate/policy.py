"""What a model must show before it is released."""

from pathlib import Path
from typing import Annotated, Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError, model_validator

from cartvision.errors import InputError

LOWER_IS_BETTER = frozenset({"count_mae"})

Margin = Annotated[FiniteFloat, Field(ge=0)]


class Policy(BaseModel):
    """Floors stand alone; margins say how far below the champion a figure may lie."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    floors: dict[str, FiniteFloat] = Field(default_factory=dict)
    not_worse_than_champion: dict[str, Margin] = Field(default_factory=dict)

    @model_validator(mode="after")
    def it_asks_for_something_that_can_be_asked(self) -> Self:
        if not self.floors:
            raise ValueError("a policy without floors lets the first model pass whatever it is")
        without = sorted(LOWER_IS_BETTER & self.floors.keys())
        if without:
            raise ValueError(f"{', '.join(without)}: lower is better, so it has no floor")
        return self


def read_policy(given: str) -> Policy:
    """The policy in the file that `given` names, or else in `given` itself."""
    content = _loaded(given, source="--policy")
    source = "--policy"
    if isinstance(content, str):
        path = Path(content)
        if not path.is_file():
            raise InputError(f"--policy {given!r} is neither a file nor a mapping in YAML or JSON")
        content, source = _loaded(path.read_text(), source=str(path)), str(path)
    try:
        return Policy.model_validate(content)
    except ValidationError as error:
        raise InputError(f"{source}: {'; '.join(map(_said, error.errors()))}") from None


def _loaded(text: str, *, source: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise InputError(f"{source} is not YAML: {error}") from None


def _said(fault: Any) -> str:
    place = ".".join(str(part) for part in fault["loc"])
    said = str(fault["msg"]).removeprefix("Value error, ")
    return f"{place}: {said}" if place else said
