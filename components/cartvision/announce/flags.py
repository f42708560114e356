"""What announce is told."""

from pathlib import Path

from pydantic import Field

from cartvision.flags import Flags


class AnnounceFlags(Flags):
    """Say what became of a run: released, refused with its reasons, or failed."""

    status: str = Field(description="KFP's final status of the run, JSON")
    releases: str = Field(description="where releases live: s3://…, file://… or a folder")
    run: str = Field(pattern=r"^\w[\w.-]*$", description="name of the run")
    page: Path = Field(description="HTML page to write")
