"""The rows that will be written, kept on disk until it is known where each belongs."""

import pickle
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cartvision.data.picture import Picture, Split
from cartvision.ingest.examine import Outcome
from cartvision.ingest.look import Look


@dataclass(frozen=True)
class Row:
    """A picture without its bytes, and what tells how to get them."""

    source: int
    key: str  # of the picture in its source
    picture: Picture
    look: Look


@dataclass(frozen=True)
class Candidate:
    """What has to be in memory of a row, so that all can be compared."""

    name: str
    image_id: str
    likeness: bytes
    group: str
    official: Split | None
    categories: frozenset[str]
    claims: Counter[str]  # kind of row → how many of the source's rows it stands for
    source: int

    @property
    def said(self) -> int:
        """How many rows speak of it."""
        return self.claims["labels"] + self.claims["details"]


class Rows:
    """Written once from start to end, then read so."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._out = path.open("wb")
        self.candidates: list[Candidate] = []

    def close(self) -> None:
        self._out.close()

    def add(self, outcome: Outcome) -> None:
        picture, look = outcome.picture, outcome.look
        assert picture is not None
        assert look is not None
        key = outcome.case.listed.picture
        pickle.dump(Row(outcome.case.source, key, picture, look), self._out)
        named = {item.category for item in picture.objects} | {picture.labels.category}
        self.candidates.append(
            Candidate(
                name=key,
                image_id=look.image_id,
                likeness=bytes.fromhex(look.likeness),
                group=picture.group,
                official=outcome.case.listed.split,
                categories=frozenset(named - {""}),
                claims=outcome.case.rows - outcome.lost,
                source=outcome.case.source,
            )
        )

    def __iter__(self) -> Iterator[Row]:
        self._out.close()
        with self._path.open("rb") as file:
            for _ in self.candidates:
                yield pickle.load(file)  # noqa: S301 - written by this very run
