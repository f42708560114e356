"""What augment is told."""

from pathlib import Path
from typing import Literal

from pydantic import Field, PositiveInt, field_validator

from cartvision.flags import Flags

Balance = Literal["none", "category", "sku"]


class AugmentFlags(Flags):
    """Make several instances of each training picture, with its labels carried along."""

    dataset: Path = Field(description="the dataset folder to read")
    out: Path = Field(description="the dataset folder to write")
    report: Path | None = Field(None, description="the report folder to write (OUT-report)")
    page: Path | None = Field(None, description="write the report's page here too")
    copies: int = Field(
        10, ge=1, le=1000, description="instances of each train picture, with itself"
    )
    policy: str = Field("shelf", description="shelf, product, bin, or a policy file of your own")
    balance: Balance = Field(
        "none", description="what the instances are spread by, so that rare ones gain most"
    )
    seed: int = Field(7, ge=0, description="draws the copies: same seed, same bytes")
    shard: str = Field("1/1", pattern=r"^[1-9]\d*/[1-9]\d*$", description="the part to make: 2/4")
    workers: PositiveInt = Field(1, description="processes at a time; the result is the same")

    @field_validator("shard")
    @classmethod
    def the_shard_is_one_of_them(cls, shard: str) -> str:
        number, count = map(int, shard.split("/"))
        if number > count:
            raise ValueError(f"there are only {count} shards")
        return shard

    @property
    def reported(self) -> Path:
        """The report folder: beside the dataset where none is named."""
        return self.report or self._beside("{}-report")

    @property
    def workplace(self) -> Path:
        """Where finished portions wait for the others; a stopped run leaves it for the next."""
        return self._beside(".{}.portions")

    def _beside(self, name: str) -> Path:
        out = self.out.absolute()
        return out.with_name(name.format(out.name))
