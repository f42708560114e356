"""What augment is told."""

from pathlib import Path

from pydantic import Field, PositiveInt, field_validator

from cartvision.flags import Flags


class AugmentFlags(Flags):
    """Make several instances of each training picture, with its labels carried along."""

    dataset: Path = Field(description="the dataset folder to read")
    out: Path = Field(description="the dataset folder to write")
    copies: PositiveInt = Field(10, description="instances of each train picture, with itself")
    seed: int = Field(7, description="draws the copies: same seed, same bytes")
    shard: str = Field("1/1", pattern=r"^[1-9]\d*/[1-9]\d*$", description="the part to make: 2/4")
    workers: PositiveInt = Field(1, description="processes at a time; the result is the same")
    policy: str = Field("shelf", description="the name of a file in augment/policies")

    @field_validator("shard")
    @classmethod
    def the_shard_is_one_of_them(cls, shard: str) -> str:
        number, count = map(int, shard.split("/"))
        if number > count:
            raise ValueError(f"there are only {count} shards")
        return shard
