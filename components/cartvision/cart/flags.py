"""What cart is told."""

from pathlib import Path

from pydantic import Field, PositiveInt

from cartvision.flags import Flags


class CartFlags(Flags):
    """Ask a served release about a folder of JPEGs over gRPC, and draw its answers."""

    source: Path = Field(description="folder of JPEG files")
    url: str = Field("127.0.0.1:8001", pattern=r"^[^/]+:\d+$", description="host:port of gRPC")
    out: Path = Field(description="folder to write drawn pictures and answers.jsonl to")
    limit: PositiveInt | None = Field(None, description="ask about the first so many only")
