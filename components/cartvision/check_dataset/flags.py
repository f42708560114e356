"""What check_dataset is told."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import CliPositionalArg

from cartvision.flags import Flags


class CheckDatasetFlags(Flags):
    """Print what a dataset holds, and `ok` or each broken promise with the row that breaks it."""

    dataset: CliPositionalArg[list[Path]] = Field(description="dataset folder, or all its parts")
