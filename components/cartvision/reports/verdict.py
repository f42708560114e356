"""verdict.json: whether a model may go on, the reasons, and what was too little to tell."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cartvision.errors import InputError
from cartvision.files import write_text


class Check(BaseModel):
    """One demand of the policy. A figure that nobody measured has no value and does not pass."""

    model_config = ConfigDict(frozen=True)

    name: str
    figure: str
    value: float | None
    limit: float | None
    passed: bool
    reason: str  # why it did not pass and what would, "" where it did
    champion: float | None = None  # the value that it stands beside, where it stands beside one
    low: float | None = None  # of the interval of the value, or of the loss beside a champion
    high: float | None = None
    pictures: list[str] = Field(default_factory=list)  # where it went wrong, the worst first


class Verdict(BaseModel):
    model_config = ConfigDict(frozen=True)

    subject: str  # what was judged, as its report names it
    model: str  # the sha256 of what was judged
    champion: str = ""  # what it was compared with, "" where there is none yet
    passed: bool
    reasons: list[str]
    warnings: list[str] = Field(default_factory=list)  # what does not stand in the way
    checks: list[Check]


def read_verdict(file: Path) -> Verdict:
    try:
        return Verdict.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise InputError(f"{file} is not a verdict that this version reads: {error}") from None


def write_verdict(verdict: Verdict, file: Path) -> None:
    write_text(file, verdict.model_dump_json(indent=2) + "\n")
