"""What predict is told."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import CliImplicitFlag, CliPositionalArg

from cartvision.flags import Flags


class PredictFlags(Flags):
    """Tell what a model sees in pictures: counts, boxes, classes and attributes."""

    image: CliPositionalArg[list[Path]] = Field(
        description="image files: JPEG, PNG, WEBP, BMP or TIFF"
    )
    model: list[Path] = Field(
        description="an ONNX export or a detector's model folder; a second one: its attribute head"
    )
    out: Path | None = Field(
        None, description="write them with boxes: a .png or .jpg of one picture, else a folder"
    )
    # Under its own name it would hide a method of every pydantic model.
    as_json: CliImplicitFlag[bool] = Field(
        False, alias="json", description="print one JSON list, an object a picture"
    )
    min_score: float | None = Field(
        None, ge=0, le=1, description="show from this score on, not from the model's own"
    )
