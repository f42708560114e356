"""What deploy-triton is told."""

from datetime import UTC, datetime
from pathlib import Path

from pydantic import Field

from cartvision.flags import Flags


class DeployTritonFlags(Flags):
    """Turn an exported model that passed the gate into a release that Triton serves."""

    model: Path = Field(description="folder written by export-onnx")
    report: Path = Field(description="report of that very model, written by evaluate")
    verdict: Path = Field(description="verdict on that report, written by gate")
    dataset: Path = Field(description="dataset that was judged on; its test split gives frames")
    releases: str = Field(description="where releases live: s3://…, file://… or a folder")
    created_at: datetime = Field(
        default_factory=lambda: datetime.now(UTC), description="time of the release, ISO 8601; now"
    )
    run: str = Field(pattern=r"^\w[\w.-]*$", description="name of this run, for its outcome")
    release: Path = Field(description="folder to write a copy of release.json to")
