"""What predict_attributes is told."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import CliImplicitFlag, CliPositionalArg

from cartvision.flags import Flags


class PredictAttributesFlags(Flags):
    """Tell attributes and category of pictures of one product each, unknown where it abstains."""

    image: CliPositionalArg[list[Path]] = Field(
        description="image files of one product each: JPEG, PNG, WEBP, BMP or TIFF"
    )
    model: Path = Field(description="model folder that train-attributes wrote")
    taxonomy: Path | None = Field(
        None, description="a tree with attributes: tells which required ones are still unknown"
    )
    # Under its own name it would hide a method of every pydantic model.
    as_json: CliImplicitFlag[bool] = Field(
        False, alias="json", description="print one JSON list, an object a picture"
    )
