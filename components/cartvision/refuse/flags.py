"""What refuse is told."""

from pathlib import Path

from pydantic import Field

from cartvision.flags import Flags


class RefuseFlags(Flags):
    """Record beside the releases that this run's model was refused, and why."""

    verdict: Path = Field(description="verdict written by gate")
    releases: str = Field(description="where releases live: s3://…, file://… or a folder")
    run: str = Field(pattern=r"^\w[\w.-]*$", description="name of this run, for its outcome")
