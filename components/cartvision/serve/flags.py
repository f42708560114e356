"""What serve is told."""

from pathlib import Path

from pydantic import Field

from cartvision.flags import Flags
from cartvision.triton.channels import Channel


class ServeFlags(Flags):
    """Serve a release with a real Triton on this machine, until Ctrl-C."""

    releases: str = Field(description="where releases live: s3://…, file://… or a folder")
    channel: Channel = Field("stable", description="which release to serve")
    http_port: int = Field(8000, ge=0, le=65535, description="0 takes any free one")
    grpc_port: int = Field(8001, ge=0, le=65535, description="0 takes any free one")
    triton: Path = Field(Path(".triton"), description="environment that `make triton` made")
