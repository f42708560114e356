"""Names of the container images: the package version names wheel, images and compiled YAML."""

from importlib.metadata import version
from typing import Literal

REGISTRY = "cartvision"

Runtime = Literal["data", "train", "export", "console"]


def image(runtime: Runtime) -> str:
    """The image that a stage of this runtime runs in; `pipeline compile --registry` moves it."""
    return f"{REGISTRY}/{runtime}:{version('cartvision')}"
