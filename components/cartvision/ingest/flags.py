"""What ingest is told."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from cartvision.flags import Flags


class IngestFlags(Flags):
    """Read pictures and labels from a folder or bucket into a dataset folder."""

    source: str = Field(description="s3://bucket/prefix, file:///folder or a path")
    dataset: Path = Field(description="the dataset folder to write")
    report: Path = Field(description="the report folder to write: figures, page and quarantine")
    page: Path | None = Field(None, description="write the report's page here too")
    format: Literal["sku110k"] = Field("sku110k", description="how the source is laid out")
    val_share: float = Field(0.15, ge=0, lt=1, description="share of groups for validation")
    test_share: float = Field(0.2, ge=0, lt=1, description="share of groups for the test")
    seed: int = Field(7, description="draws the splits: same seed, same splits")
    max_broken: float = Field(0.05, ge=0, le=1, description="fail past this share of broken rows")
    workers: PositiveInt = Field(2, description="pictures fetched at a time")

    @model_validator(mode="after")
    def something_is_left_to_train_on(self) -> Self:
        if self.val_share + self.test_share >= 1:
            raise ValueError("--val-share and --test-share together must stay below 1")
        return self
