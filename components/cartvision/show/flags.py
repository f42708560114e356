"""What show is told."""

from pathlib import Path

from pydantic import Field, PositiveInt, field_validator
from pydantic_settings import CliPositionalArg

from cartvision.data.picture import Split
from cartvision.flags import Flags


class ShowFlags(Flags):
    """Draw a contact sheet of a dataset: pictures with boxes, categories and attributes."""

    dataset: CliPositionalArg[list[Path]] = Field(description="dataset folder, or all its parts")
    out: Path = Field(description="the PNG to write")
    split: Split = Field("train", description="whose pictures")
    most: int = Field(12, ge=1, le=200, description="how many pictures at most")
    seed: int = Field(0, ge=0, description="draws the pictures: another seed, others")
    columns: PositiveInt = Field(3, le=20, description="pictures side by side")

    @field_validator("out")
    @classmethod
    def a_sheet_is_a_png(cls, out: Path) -> Path:
        if out.suffix.lower() != ".png":
            raise ValueError(f"a sheet is a PNG: write {out.with_suffix('.png')}")
        return out
