"""What a transform's arguments may be: a lower and an upper limit of what is drawn."""

from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field

Number = TypeVar("Number", int, float)


def _rising(limits: tuple[Number, Number]) -> tuple[Number, Number]:
    if limits[0] > limits[1]:
        raise ValueError(f"{limits} falls: give the smaller one first")
    return limits


Count = Annotated[int, Field(ge=1)]
Share = Annotated[float, Field(gt=0, le=1)]
Sides = Annotated[float, Field(gt=0)]  # in shorter sides of the picture
Degrees = Annotated[float, Field(ge=-180, le=180)]

Counts = Annotated[tuple[Count, Count], AfterValidator(_rising)]
Shares = Annotated[tuple[Share, Share], AfterValidator(_rising)]
SideShares = Annotated[tuple[Sides, Sides], AfterValidator(_rising)]
Angles = Annotated[tuple[Degrees, Degrees], AfterValidator(_rising)]
