"""A few pictures for people to look at, chosen while all stream by."""

import heapq

from cartvision.data.picture import Picture
from cartvision.ingest.look import Look

MOST = 6  # of each kind

Ranked = tuple[float, str, Picture]


class Samples:
    """Some that stand for all, and those that stand out; it holds no other picture."""

    def __init__(self) -> None:
        self._typical: list[Ranked] = []
        self._outliers: dict[str, list[Ranked]] = {
            "darkest": [],
            "brightest": [],
            "most blurred": [],
        }

    def add(self, picture: Picture, *, look: Look) -> None:
        name = look.image_id
        self._typical = _with(self._typical, (0.0, name, picture))
        for kind, rank in (
            ("darkest", look.brightness),
            ("brightest", -look.brightness),
            ("most blurred", look.sharpness),
        ):
            self._outliers[kind] = _with(self._outliers[kind], (rank, name, picture))

    @property
    def typical(self) -> list[Picture]:
        """Drawn by their bytes: the same ones whatever the order."""
        return [picture for *_, picture in self._typical]

    @property
    def outliers(self) -> dict[str, list[tuple[float, Picture]]]:
        """The measure that makes each stand out, and the picture."""
        return {
            kind: [(abs(rank), picture) for rank, _, picture in ranked]
            for kind, ranked in self._outliers.items()
        }


def _with(ranked: list[Ranked], one: Ranked) -> list[Ranked]:
    if len(ranked) >= MOST and one[:2] >= ranked[-1][:2]:
        return ranked
    return heapq.nsmallest(MOST, [*ranked, one], key=lambda each: each[:2])
