"""What the taxonomy verbs are told."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, NonNegativeInt
from pydantic_settings import CliPositionalArg, CliSubCommand

from cartvision.flags import Flags

FORMATS = Path(__file__).parent / "formats"


def formats() -> list[str]:
    """Each file of `formats/` is one."""
    return sorted(path.stem for path in FORMATS.glob("[!_]*.py"))


def _known(given: str) -> str:
    if given and given not in formats():
        raise ValueError(f"no format {given}; there are {', '.join(formats())}")
    return given


FormatName = Annotated[str, AfterValidator(_known)]
OF_FORMAT = f"{', '.join(formats())}; by the content if it is not told"


class ShowFlags(BaseModel):
    """Print the tree, or one category with its attributes and where each comes from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: CliPositionalArg[Path] = Field(description="file or folder of a taxonomy")
    category: str = Field("", description='one category: "Drinks > Soda", or its id')
    depth: NonNegativeInt = Field(2, description="levels of the tree; 0 is all")
    format: FormatName = Field("", description=OF_FORMAT)


class CheckFlags(BaseModel):
    """Print ok and what a taxonomy holds, or every fault with its file and line."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: CliPositionalArg[Path] = Field(description="file or folder of a taxonomy")
    format: FormatName = Field("", description=OF_FORMAT)


class ImportFlags(BaseModel):
    """Write a taxonomy, or a part of it, as our own YAML."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: CliPositionalArg[Path] = Field(description="file or folder of a taxonomy")
    out: Path = Field(description="YAML file to write")
    format: FormatName = Field("", description=OF_FORMAT)
    under: str = Field("", description="only this category and what lies in it: a path or an id")
    depth: NonNegativeInt = Field(0, description="only so many levels; 0 is all")


class TaxonomyFlags(Flags):
    """Show, check or import a tree of categories and their attributes."""

    show: CliSubCommand[ShowFlags] = Field(description="the tree, or one category")
    check: CliSubCommand[CheckFlags] = Field(description="ok, or every fault with its line")
    take: CliSubCommand[ImportFlags] = Field(
        alias="import", description="another's taxonomy as our own YAML"
    )
