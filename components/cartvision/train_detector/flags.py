"""What train_detector is told."""

from math import inf
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveFloat,
    field_validator,
    model_validator,
)

from cartvision.flags import Flags, Seed
from cartvision.train_detector.presets import Preset, settings_of
from cartvision.train_detector.settings import COARSEST, Anchors, Architecture, Balance, Settings

COUNTED = ("mosaic", "curriculum", "originals", "patience", "workers")  # 0 is a value of theirs
ONLY = {  # flags of some families
    "backbone": ("dense", "anchors"),
    "numbers": ("dense", "anchors"),
    "anchors": ("anchors",),
    "queries": ("rt-detr-v2", "d-fine"),
}
PLACES = {"dataset", "model", "report", "page", "preset", "executor_input", "debug"}


class TrainDetectorFlags(Flags):
    """Fine-tune a product detector; val chooses its threshold. 0 and "" are the preset's values."""

    dataset: list[Path] = Field(description="dataset folder; several are shards of one")
    model: Path = Field(description="model folder to write")
    report: Path = Field(description="report folder to write")
    page: Path | None = Field(None, description="where to write the report's page once more")
    preset: Preset = Field("demo", description="settings for a machine: demo is two cores")
    architecture: Architecture = Field("dense", description="family of detectors")
    backbone: str = Field("", description="efficientnet-lite0, resnet18, resnet34, resnet50, …")
    weights: str = Field(
        "", description="to start from: a path, s3://…, a hub id, or random; else the family's own"
    )
    level: NonNegativeInt = Field(0, description="of the taxonomy to tell; 0 is product or not")
    size: NonNegativeInt = Field(
        0, multiple_of=COARSEST, description="side of the model's square, pixels"
    )
    steps: NonNegativeInt = Field(0, description="optimisation steps")
    batch: NonNegativeInt = Field(0, description="pictures at a time, in each process")
    accumulate: NonNegativeInt = Field(0, description="batches a step")
    learning_rate: NonNegativeFloat = Field(0, allow_inf_nan=False, description="the highest")
    zoom: list[float] = Field(
        [], description="lowest and highest: .5 is half as large as served, 2 a half of it"
    )
    sides: list[PositiveFloat] = Field(
        [], description="squares to learn on, one a step, as shares of size: .8 1 1.2"
    )
    mosaic: float | None = Field(None, ge=0, le=1, description="share of squares of four pictures")
    curriculum: float | None = Field(
        None, ge=0, le=1, description="share of the run until the densest pictures are shown"
    )
    originals: float | None = Field(
        None, ge=0, le=1, description="share of the run, its end, that shows no copies"
    )
    balance: Balance | Literal[""] = Field("", description="what is shown more often if rare")
    anchors: Anchors | Literal[""] = Field("", description="auto fits them to the dataset")
    numbers: dict[str, Any] = Field(
        {}, description='of the family\'s config, as JSON: {"channels": 64, "nms_iou": 0.6}'
    )
    queries: NonNegativeInt = Field(
        0, description="of rt-detr-v2 and d-fine: most products, and more"
    )
    patience: NonNegativeInt | None = Field(
        None, description="checks without a gain before it stops; 0 never stops"
    )
    workers: NonNegativeInt | None = Field(
        None, description="processes that load pictures; 0 is the one that learns"
    )
    seed: Seed = Field(0, description="seed of the run")

    @model_validator(mode="after")
    def every_folder_is_for_one_thing(self) -> Self:
        if self.model.resolve() == self.report.resolve():
            raise ValueError("--model and --report are one folder: each replaces what is in it")
        return self

    @field_validator("zoom")
    @classmethod
    def a_zoom_is_a_range(cls, zoom: list[float]) -> list[float]:
        if zoom and not (len(zoom) == 2 and 0 < zoom[0] <= zoom[1] < inf):
            raise ValueError("give the lowest and the highest, as 0.5 and 2")
        return zoom

    @model_validator(mode="after")
    def what_is_told_has_an_effect(self) -> Self:
        idle = [name for name, families in ONLY.items() if self.architecture not in families]
        told = [f"--{name}" for name in idle if getattr(self, name)]
        if told:
            raise ValueError(
                f"{', '.join(told)} does nothing for {self.architecture}: leave it out"
            )
        settings = self.settings()
        if settings.curriculum + settings.originals > 1:
            raise ValueError(
                f"--curriculum {settings.curriculum:g} and --originals {settings.originals:g} are "
                "shares of one run, the first of its beginning and the other of its end: lower one"
            )
        return self

    def settings(self) -> Settings:
        """The preset's, but for what was told."""
        given = {name: value for name, value in self if name not in PLACES and value is not None}
        told = {name: value for name, value in given.items() if value or name in COUNTED}
        lists = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
        return settings_of(self.preset, **(told | {"architecture": self.architecture} | lists))
