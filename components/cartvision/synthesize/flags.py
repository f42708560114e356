"""What synthesize is told."""

from pathlib import Path

from pydantic import Field, PositiveInt

from cartvision.flags import Flags


class SynthesizeFlags(Flags):
    """Draw shelf pictures and write them with their labels, as the ingest stage reads them."""

    images: PositiveInt = Field(150, description="how many pictures to draw")
    seed: int = Field(7, ge=0, description="the same seed gives the same bytes")
    size: int = Field(640, ge=160, le=4096, description="longer side of a picture, in pixels")
    workers: PositiveInt = Field(2, description="processes that draw; the result is the same")
    out: Path = Field(description="folder to write; an earlier one is replaced")
