"""What train_attributes is told."""

from pathlib import Path
from typing import Literal, Self

from pydantic import Field, NonNegativeFloat, NonNegativeInt, field_validator, model_validator

from cartvision.errors import InputError
from cartvision.flags import Flags, Seed
from cartvision.train_attributes.presets import Preset, settings_of
from cartvision.train_attributes.settings import ALL, OF_TUNING, Settings

PLACES = {"dataset", "model", "report", "page", "preset", "executor_input", "debug"}
LEAST = 32  # side of a crop that a backbone can see anything in
Switch = Literal["", "on", "off"]


class TrainAttributesFlags(Flags):
    """Learn attributes and taxonomy of products; val decides what each probability is taken for.

    0 and "" are the preset's values.
    """

    dataset: list[Path] = Field(description="dataset folder; several are shards of one")
    model: Path = Field(description="model folder to write")
    report: Path = Field(description="report folder to write")
    page: Path | None = Field(None, description="where to write the report's page once more")
    preset: Preset = Field("demo", description="settings for a machine: demo is two cores")
    backbone: str = Field("", description="efficientnet-lite0, resnet18, …, a hub id or a folder")
    weights: str = Field("", description="of ours to start from: a path, s3://…, or random")
    crop: NonNegativeInt = Field(0, description="side of a crop, pixels")
    train_crop: NonNegativeInt = Field(
        0, description="side of a crop that is learnt from: a smaller one is quicker"
    )
    crops: NonNegativeInt = Field(0, description="most products of a split to learn from")
    warm_epochs: NonNegativeInt = Field(0, description="epochs of the heads alone")
    warm_rate: NonNegativeFloat = Field(0, allow_inf_nan=False, description="their highest rate")
    tune_epochs: NonNegativeInt | None = Field(
        None, description="epochs in which the end of the backbone learns too; 0 is none"
    )
    tune_batch: NonNegativeInt = Field(0, description="pictures a step, while it is tuned")
    tune_rate: NonNegativeFloat = Field(0, allow_inf_nan=False, description="the highest rate then")
    layers: str = Field("", description="of the backbone that learn then, from its end; or all")
    checks: NonNegativeInt = Field(
        0, description="looks at what is held out while it is tuned, one an epoch at most"
    )
    patience: NonNegativeInt | None = Field(
        None, description="checks without a gain before tuning stops; 0 never stops"
    )
    average: float | None = Field(None, ge=0, lt=1, description="decay of averaged weights")
    keep: float | None = Field(
        None, ge=0, lt=1, description="share of the weights from before tuning that is kept"
    )
    smoothing: float | None = Field(
        None, ge=0, lt=1, description="of a category's certainty that all categories share"
    )
    weighted: Switch = Field("", description="off: a rare attribute's positives count like others")
    repeat: float | None = Field(
        None, ge=0, le=1, description="what is in less than this share is shown more often"
    )
    synthetic: NonNegativeInt | None = Field(
        None, description="most new points for each product with a very rare attribute (MLSMOTE)"
    )
    part: float | None = Field(None, gt=0, le=1, description="least part of a whole picture shown")
    mirrored: Switch = Field(
        "", description="on: answers for a crop and its mirror image together, at twice the cost"
    )
    flips: Switch = Field("", description="on: mirrored in half the cases; not for what is read")
    tilt: float | None = Field(
        None, ge=0, le=180, description="degrees that a crop is turned to either side, at most"
    )
    colour: float | None = Field(None, ge=0, lt=1, description="how far colours and light turn")
    cut_out: float | None = Field(
        None, ge=0, le=1, description="share of crops with a part covered"
    )
    precision: float | None = Field(
        None, ge=0, lt=1, description="that every attribute guarantees, or abstains; 0: best F1"
    )
    confidence: float | None = Field(None, gt=0, lt=1, description="of that guarantee")
    band: float | None = Field(
        None, ge=0, le=20, description="log-odds around a threshold in which it abstains"
    )
    sure: float | None = Field(None, ge=0.5, le=1, description="from when a category is told")
    fewest: NonNegativeInt = Field(
        0, description="known labels of each kind for a threshold, and an AP"
    )
    workers: NonNegativeInt | None = Field(None, description="processes that load pictures")
    seed: Seed = Field(0, description="seed of the run")

    @field_validator("layers")
    @classmethod
    def layers_are_a_number_or_all(cls, layers: str) -> str:
        if layers not in ("", "all") and not layers.isdecimal():
            raise ValueError("give a number of layers, or all")
        return layers

    @model_validator(mode="after")
    def every_folder_is_for_one_thing(self) -> Self:
        if self.model.resolve() == self.report.resolve():
            raise ValueError("--model and --report are one folder: each replaces what is in it")
        return self

    def settings(self) -> Settings:
        """The preset's, but for what was told."""
        fields = type(self).model_fields
        given = {name: value for name, value in self if name not in PLACES}
        told = {
            n: v for n, v in given.items() if v or (v is not None and fields[n].default is None)
        }
        for name in ("weighted", "flips", "mirrored"):
            if name in told:
                told[name] = told[name] == "on"
        if "layers" in told:
            told["layers"] = ALL if told["layers"] == "all" else int(told["layers"])
        chosen = settings_of(self.preset, **(told | {"seed": self.seed}))
        for name in ("crop", "train_crop"):
            if 0 < told.get(name, LEAST) < LEAST:
                raise InputError(
                    f"--{name.replace('_', '-')} {told[name]}: a backbone sees nothing in so few "
                    f"pixels; give {LEAST} or more"
                )
        useless = sorted(set(told).intersection(OF_TUNING))
        if useless and not chosen.tune_epochs:
            flags = ", ".join(f"--{name.replace('_', '-')}" for name in useless)
            raise InputError(
                f"{flags}: this bears on the second phase alone, and the preset {self.preset} has "
                "none: give --tune-epochs too"
            )
        return chosen
