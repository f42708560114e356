"""metrics.json of an ingest: what was read, what was kept, and what is known of it."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from cartvision.data.figures import SplitFigures
from cartvision.data.licences import LicenceClass, licence_class
from cartvision.data.picture import SPLITS, Split
from cartvision.files import write_text
from cartvision.ingest.filling import Filled
from cartvision.ingest.tally import Kept

FILE_NAME = "metrics.json"
CROSSINGS_TOLD = 100  # in the file; all are counted


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class SourceFacts(_Value):
    """Where pictures came from, and what may be done with them."""

    uri: str
    format: str
    licences: dict[str, LicenceClass]


class Copies(_Value):
    """What was found out about pictures that nearly equal each other."""

    pairs: int
    joined_groups: int  # groups that became part of another, so that no copy crosses
    crossings: list[tuple[str, str, Split, Split]]  # given to us so: the first of them
    crossings_in_all: int
    remembered: int  # pictures that were placed in an earlier run


class Spread(_Value):
    """A measure over all pictures, by its percentiles."""

    p1: float
    p50: float
    p99: float


class Summary(_Value):
    """The contents of metrics.json."""

    sources: list[SourceFacts]
    rows: dict[str, Kept]  # "pictures", "labels", "details"
    left_out: dict[str, int]  # reason → rows, the most frequent first
    mended: dict[str, int]
    splits: dict[Split, SplitFigures]
    all: SplitFigures
    copies: Copies
    brightness: Spread  # mean grey, 0 to 255
    sharpness: Spread  # variance of the Laplacian at about 320 pixels
    fingerprint: str


def write_summary(summary: Summary, folder: Path) -> None:
    write_text(folder / FILE_NAME, summary.model_dump_json(indent=2) + "\n")


def summarise(filled: Filled, *, fingerprint: str) -> Summary:
    tally, figures = filled.tally, filled.figures
    return Summary(
        sources=[
            SourceFacts(
                uri=given.source.uri,
                format=name,
                licences={told: licence_class(told) for told in sorted(tally.licences[number])},
            )
            for number, (given, name) in enumerate(zip(filled.given, filled.formats, strict=True))
        ],
        rows=tally.rows,
        left_out=dict(tally.left_out.most_common()),
        mended=dict(tally.mended.most_common()),
        splits={split: figures.of(split) for split in SPLITS},
        all=figures.of(*SPLITS),
        copies=_copies(filled),
        brightness=_spread(tally.brightness),
        sharpness=_spread(tally.sharpness),
        fingerprint=fingerprint,
    )


def _copies(filled: Filled) -> Copies:
    decision = filled.decision
    return Copies(
        pairs=decision.pairs,
        joined_groups=decision.joined,
        crossings=[
            (crossing.first, crossing.second, *crossing.splits)
            for crossing in decision.crossings[:CROSSINGS_TOLD]
        ],
        crossings_in_all=len(decision.crossings),
        remembered=filled.remembered,
    )


def _spread(values: Sequence[float]) -> Spread:
    p1, p50, p99 = np.percentile(values, (1, 50, 99)).round(2).tolist() if values else (0, 0, 0)
    return Spread(p1=p1, p50=p50, p99=p99)
