"""What a model must show before it is released."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError, model_validator

from cartvision.data.licences import LicenceClass
from cartvision.errors import InputError
from cartvision.evidence.figures import COMPARED, lower_is_better

Margin = Annotated[FiniteFloat, Field(ge=0)]
Rule = Literal["block-on-evidence-of-harm", "prove-no-harm"]
BLOCK: Rule = "block-on-evidence-of-harm"
OF_AN_ATTRIBUTE = ("precision", "recall", "f1", "specificity", "ece")


class Comparison(BaseModel):
    """How a model stands beside the champion, on the same test pictures.

    Margins are in the figure's own unit. Block on evidence of harm: a loss beyond its margin is
    refused when it cannot be chance. Prove no harm: anything is refused that may be such a loss.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: Rule = BLOCK
    confidence: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    overall: dict[str, Margin]  # figure → margin
    slices: dict[str, Margin] = Field(default_factory=dict)  # in every sufficient slice
    groups: dict[str, Margin] = Field(default_factory=dict)  # in every sufficient group
    attributes: dict[str, Margin] = Field(default_factory=dict)  # of every sufficient attribute
    must_see: Margin = 0.02  # a loss overall that a test set must be able to show

    @model_validator(mode="after")
    def it_names_what_can_be_compared(self) -> Self:
        named = [*self.overall, *self.slices, *self.groups]
        wrong = [name for name in named if not COMPARED.fullmatch(name)]
        wrong += [name for name in self.attributes if name not in OF_AN_ATTRIBUTE]
        if wrong:
            raise ValueError(f"{', '.join(wrong)}: no figure that two models are compared in")
        return self

    @model_validator(mode="after")
    def a_margin_is_below_what_must_be_seen(self) -> Self:
        wide = [name for name, margin in self.overall.items() if margin >= self.must_see]
        shares = sorted(name for name in wide if not lower_is_better(name))
        if shares and self.rule == BLOCK:
            raise ValueError(
                f"{', '.join(shares)}: the margin is not below must_see, {self.must_see:g}: a loss "
                "that must be seen would be allowed"
            )
        if not self.overall:
            raise ValueError("overall names no figure to compare")
        return self


class Policy(BaseModel):
    """Demands that stand alone, and the comparison with the champion where there is one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    floors: dict[str, FiniteFloat] = Field(default_factory=dict)
    ceilings: dict[str, FiniteFloat] = Field(default_factory=dict)
    keeps: dict[str, Annotated[float, Field(gt=0, le=1)]] = Field(default_factory=dict)
    licences: list[LicenceClass] | None = None  # classes allowed where it is to be used; None: any
    accepted_doubts: list[str] = Field(default_factory=list)
    champion: Comparison | None = None

    @model_validator(mode="after")
    def it_asks_for_something_that_can_be_asked(self) -> Self:
        if not self.floors:
            raise ValueError("a policy without floors lets the first model pass whatever it is")
        wrong = sorted(name for name in self.floors if lower_is_better(name))
        if wrong:
            raise ValueError(f"{', '.join(wrong)}: lower is better, so it has a ceiling, no floor")
        wrong = sorted(name for name in self.ceilings if not lower_is_better(name))
        if wrong:
            raise ValueError(f"{', '.join(wrong)}: higher is better, so it has a floor, no ceiling")
        return self


def read_policy(given: str) -> Policy:
    """The policy in the file that `given` names, or else in `given` itself."""
    content = _loaded(given, source="--policy")
    source = "--policy"
    if isinstance(content, str):
        path = Path(content)
        if not path.is_file():
            raise InputError(f"--policy {given!r} is neither a file nor a mapping in YAML or JSON")
        try:
            text = path.read_text()
        except UnicodeDecodeError as error:
            raise InputError(f"{path} is not UTF-8: {error}. Save it so") from None
        content, source = _loaded(text, source=str(path)), str(path)
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
