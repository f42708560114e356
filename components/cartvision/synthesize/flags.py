"""What synthesize is told."""

from pathlib import Path
from typing import Literal

from pydantic import Field, PositiveInt

from cartvision.flags import Flags

Scene = Literal[
    "shelf", "tidy", "far", "near", "oblique", "fridge", "pegs", "pallet",
    "crates", "basket", "belt", "counter", "held", "empty",
]  # fmt: skip
Layout = Literal["dataset", "sku110k", "coco", "yolo", "voc", "attributes"]


class SynthesizeFlags(Flags):
    """Draw shelf pictures and write them with their labels: a dataset, or a source for ingest."""

    images: PositiveInt = Field(150, description="how many pictures to draw")
    seed: int = Field(7, ge=0, description="the same seed gives the same bytes")
    size: int = Field(640, ge=160, le=4096, description="longer side of a picture, in pixels")
    workers: PositiveInt = Field(2, description="processes that draw; the result is the same")
    format: Layout = Field("dataset", description="how the folder is laid out")
    scenes: list[Scene] = Field(
        default_factory=list, description="draw only these kinds, each as often; none is all"
    )
    out: Path = Field(description="folder to write; an earlier one is replaced")
