"""What gate is told."""

from pathlib import Path

from pydantic import Field

from cartvision.flags import Flags


class GateFlags(Flags):
    candidate: Path = Field(description="the report folder of the model, written by evaluate")
    policy: str = Field(description="a policy: a YAML file's path, or the YAML or JSON itself")
    verdict: Path = Field(description="the verdict to write: JSON")
    passed: Path = Field(description="the file to write true or false into")
    page: Path | None = Field(None, description="write the verdict for people here: HTML")
