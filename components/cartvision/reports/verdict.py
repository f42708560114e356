"""verdict.json: whether a model may go on, and the reasons."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

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


class Verdict(BaseModel):
    model_config = ConfigDict(frozen=True)

    subject: str  # what was judged, as its report names it
    model: str  # the sha256 of what was judged
    passed: bool
    reasons: list[str]
    checks: list[Check]


def read_verdict(file: Path) -> Verdict:
    try:
        return Verdict.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise InputError(f"{file} is not a verdict that this version reads: {error}") from None


def write_verdict(verdict: Verdict, file: Path) -> None:
    write_text(file, verdict.model_dump_json(indent=2) + "\n")
