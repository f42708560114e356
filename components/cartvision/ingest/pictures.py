"""Pictures fetched a few at a time and checked: each becomes a row of the dataset or a fault."""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import PurePosixPath

from cartvision.data.picture import Picture
from cartvision.errors import InputError
from cartvision.ingest.faults import BrokenError, Fault, Reason
from cartvision.ingest.labels import declared_sizes, read_labels
from cartvision.ingest.sku110k import Listing, Source
from cartvision.loops import in_order
from cartvision.storage.store import Store
from cartvision.vision.codec import decode

AHEAD = 4  # pictures in memory for each worker

SIGNATURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")


@dataclass(frozen=True)
class Outcome:
    """What became of one listing."""

    listing: Listing
    picture: Picture | None
    faults: tuple[Fault, ...]
    described: int = 0  # products that a line of attributes.csv describes


def examine(store: Store, source: Source, *, workers: int) -> Iterator[Outcome]:
    """Every listed picture in order; of several with the same bytes the first is kept."""
    work = partial(_examine_one, store, attributes=len(source.attributes))
    seen: set[bytes] = set()
    with ThreadPoolExecutor(workers) as pool:
        for outcome in in_order(work, source.listings, pool=pool, ahead=workers * AHEAD):
            yield _refused_if_seen(outcome, seen=seen)


def _refused_if_seen(outcome: Outcome, *, seen: set[bytes]) -> Outcome:
    if outcome.picture is None:
        return outcome
    digest = hashlib.sha256(outcome.picture.encoded).digest()
    if digest in seen:
        return _refused(outcome.listing, Reason.DUPLICATE_PICTURE)
    seen.add(digest)
    return outcome


def _refused(listing: Listing, reason: Reason) -> Outcome:
    return Outcome(listing, picture=None, faults=(Fault(listing.name, reason),))


def _examine_one(store: Store, listing: Listing, *, attributes: int) -> Outcome:
    try:
        encoded = _fetch(store, listing.name)
        width, height = _size(encoded, declared=declared_sizes(listing.boxes))
        captured_at = _time(listing.captured_at)
    except BrokenError as error:
        return _refused(listing, error.reason)
    labelled = read_labels(listing, width=width, height=height, attributes=attributes)
    if listing.boxes and not labelled.products:
        lost = Fault(listing.name, Reason.NO_BOX_LEFT)
        return Outcome(listing, picture=None, faults=(lost, *labelled.faults))
    picture = Picture(
        encoded=encoded,
        path=listing.name,
        width=width,
        height=height,
        group=listing.group,
        objects=labelled.products,
        source=store.uri,
        captured_at=captured_at,
        licence=listing.licence,
    )
    return Outcome(listing, picture, labelled.faults, described=labelled.described)


def _fetch(store: Store, name: str) -> bytes:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name:
        raise BrokenError(Reason.NAME_LEAVES)
    try:
        encoded = store.read(f"images/{name}")
    except KeyError:
        raise BrokenError(Reason.NO_FILE) from None
    if not encoded:
        raise BrokenError(Reason.EMPTY_FILE)
    if not encoded.startswith(SIGNATURES):
        raise BrokenError(Reason.NOT_JPEG_OR_PNG)
    return encoded


def _size(encoded: bytes, *, declared: set[tuple[str, str]]) -> tuple[int, int]:
    """Width and height, after a whole decode: a truncated file shows only then."""
    try:
        height, width, _ = decode(encoded).shape
    except InputError:
        raise BrokenError(Reason.UNREADABLE) from None
    if declared and (str(width), str(height)) not in declared:
        raise BrokenError(Reason.WRONG_SIZE)
    return width, height


def _time(given: str) -> datetime | None:
    """A time as the dataset keeps it: UTC and whole milliseconds. One without a zone is UTC."""
    if not given:
        return None
    try:
        time = datetime.fromisoformat(given)
        aware = time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BrokenError(Reason.BAD_TIME) from None
    return aware.replace(microsecond=aware.microsecond // 1000 * 1000)
