"""What gate is told."""

from pathlib import Path
from typing import Any

from pydantic import Field, NonNegativeInt, field_validator

from cartvision.flags import Flags


class GateFlags(Flags):
    candidate: Path = Field(description="the report folder of the model, written by evaluate")
    champion: Path | None = Field(
        None, description="the champion's report folder; else the one within the candidate's"
    )
    reference: Path | None = Field(
        None, description="the report of the model before its export, for what a policy keeps"
    )
    policy: str = Field(description="a policy: a YAML file's path, or the YAML or JSON itself")
    verdict: Path = Field(description="the verdict to write: JSON")
    passed: Path | None = Field(None, description="the file to write true or false into")
    page: Path | None = Field(None, description="write the verdict for people here: HTML")
    seed: NonNegativeInt = Field(7, description="seed of the draws of the comparison")

    @field_validator("champion", "reference", mode="before")
    @classmethod
    def an_optional_artifact_comes_from_the_executor_input(cls, given: Any) -> Any:
        """It is not rendered as an argument (see component.py), and arrives as a list of one."""
        return given[0] if isinstance(given, list) else given
