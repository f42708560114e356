"""What evaluate is told."""

from pathlib import Path
from typing import Any

from pydantic import Field, NonNegativeInt, PositiveInt, field_validator

from cartvision.data.picture import Split
from cartvision.flags import Flags


class EvaluateFlags(Flags):
    """Judge a model on a split: figures with intervals, slices, latency, and what is suspicious."""

    dataset: Path = Field(description="the dataset folder to judge on")
    candidate: Path = Field(
        description="an ONNX export, a detector's model folder, or an attribute head's alone"
    )
    head: Path | None = Field(None, description="the attribute head's model folder, if not ONNX")
    split: Split = Field("test", description="the split to judge on")
    champion: str = Field("", description="releases (s3://… or a path) whose stable one is judged")
    trained_on: list[Path] = Field(
        default_factory=list,
        description="datasets that the model learned from, if not the train split of --dataset",
    )
    report: Path = Field(description="the report folder to write")
    page: Path | None = Field(None, description="write the report's page here too")
    draws: PositiveInt = Field(1000, description="draws of the test set for the intervals")
    calls: NonNegativeInt = Field(
        400, description="timed calls; fewer bound no p99, 0 times nothing"
    )
    seed: NonNegativeInt = Field(7, description="seed of the draws")

    @field_validator("head", mode="before")
    @classmethod
    def an_optional_artifact_comes_from_the_executor_input(cls, given: Any) -> Any:
        """It is not rendered as an argument (see component.py), and arrives as a list of one."""
        return given[0] if isinstance(given, list) else given

    @property
    def models(self) -> list[Path]:
        return [self.candidate] if self.head is None else [self.candidate, self.head]
