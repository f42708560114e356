"""What demo is told."""

from pathlib import Path

from pydantic import Field, NonNegativeInt, PositiveInt

from cartvision.flags import Flags


class DemoFlags(Flags):
    """Draw a store, run the pipeline on it, serve the release and ask it over gRPC."""

    out: Path = Field(Path("build/demo"), description="folder for everything that it makes")
    runs: Path = Field(Path("pipelines/runs/demo.yaml"), description="parameter set")
    images: PositiveInt = Field(150, description="pictures of the store")
    seed: NonNegativeInt = Field(7, description="seed of the store")
    triton: Path = Field(Path(".triton"), description="environment that `make triton` made")
