"""The rows that are kept, written with their bytes into the dataset folder."""

import hashlib
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial

from cartvision.data.figures import Figures
from cartvision.data.picture import Picture
from cartvision.data.writer import DatasetWriter
from cartvision.errors import WorkError
from cartvision.ingest.deciding import Decision, Place
from cartvision.ingest.examine import AHEAD, Given
from cartvision.ingest.look import held_bytes
from cartvision.ingest.rows import Row, Rows
from cartvision.ingest.samples import Samples
from cartvision.loops import in_order, progress


def write_rows(
    rows: Rows,
    decision: Decision,
    given: Sequence[Given],
    *,
    writer: DatasetWriter,
    figures: Figures,
    samples: Samples,
    workers: int,
) -> None:
    work = partial(_fetched, given=given)
    kept = sum(place is not None for place in decision.places)
    with ThreadPoolExecutor(workers) as pool:
        done = in_order(work, _kept(rows, decision), pool=pool, ahead=workers * AHEAD)
        for picture, row, place in progress(done, what="write", total=kept):
            writer.add(picture, split=place.split)
            figures.add(picture, split=place.split)
            samples.add(picture, look=row.look)


def _kept(rows: Rows, decision: Decision) -> Iterator[tuple[Row, Place]]:
    for row, place in zip(rows, decision.places, strict=True):
        if place is not None:
            yield row, place


def _fetched(kept: tuple[Row, Place], *, given: Sequence[Given]) -> tuple[Picture, Row, Place]:
    row, place = kept
    source = given[row.source]
    encoded = source.format.load(source.source, row.key)
    held = held_bytes(encoded, look=row.look)
    if hashlib.sha256(held).hexdigest() != row.look.image_id:
        raise WorkError(
            f"{source.source.uri}/{row.key} has changed since it was looked at: run again"
        )
    return replace(row.picture, encoded=held, group=place.group), row, place
