"""Every picture fetched, looked at and given its labels, a few at a time and in order."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import PurePosixPath

import cv2

from cartvision.data.picture import Picture, PictureLabels, kept_time
from cartvision.errors import InputError
from cartvision.ingest.boxes import MENDED, Frame
from cartvision.ingest.claims import Format, Listed
from cartvision.ingest.faults import BrokenError, Fault, Reason
from cartvision.ingest.ledger import Case
from cartvision.ingest.look import Look, look_at
from cartvision.ingest.looks import Looks
from cartvision.ingest.resolve import Words, resolve
from cartvision.ingest.source import Source
from cartvision.loops import in_order
from cartvision.vision.turning import UPRIGHT, upright_size

AHEAD = 4  # pictures in memory for each worker


@dataclass(frozen=True)
class Given:
    """One of the sources that are ingested, and how it is read."""

    source: Source
    format: Format
    licence: str


@dataclass(frozen=True)
class Outcome:
    """What became of one picture: a row without its bytes, or the faults that left it out."""

    case: Case
    look: Look | None = None
    picture: Picture | None = None  # `encoded` is empty: the bytes are fetched when written
    faults: tuple[Fault, ...] = ()
    lost: Counter[str] = field(default_factory=Counter)  # kind of row → how many were left out


def examine(
    cases: Iterable[Case], given: Sequence[Given], *, words: Words, looks: Looks, workers: int
) -> Iterator[Outcome]:
    """What was looked at in an earlier run that was stopped is not looked at again."""
    known = ((case, looks.find(given[case.source].source, case.listed.picture)) for case in cases)
    work = partial(_examined, given=given, words=words)
    with ThreadPoolExecutor(workers, initializer=cv2.setNumThreads, initargs=(1,)) as pool:
        for outcome in in_order(work, known, pool=pool, ahead=workers * AHEAD):
            if outcome.look:
                source = given[outcome.case.source].source
                looks.keep(source, outcome.case.listed.picture, outcome.look)
            yield outcome


def _examined(known: tuple[Case, Look | None], *, given: Sequence[Given], words: Words) -> Outcome:
    case, look = known
    if not case.is_picture:
        orphans = [
            Fault(case.listed.picture, Reason.NO_SUCH_BOX, claim.row) for claim in case.claims
        ]
        return Outcome(case, faults=tuple(orphans), lost=case.rows)
    try:
        return _whole(case, look, given=given[case.source], words=words)
    except BrokenError as error:
        row = case.listed.row if case.listed.fault else ""
        fault = Fault(case.listed.picture, error.reason, row)
        return Outcome(case, look, faults=(fault, *case.faults), lost=case.rows)


def _whole(case: Case, look: Look | None, *, given: Given, words: Words) -> Outcome:
    listed = case.listed
    if listed.fault:
        raise BrokenError(Reason(listed.fault))
    look = look or look_at(_load(given, listed.picture))
    frame = _frame(case, look)
    labelled = resolve(listed.picture, case.claims, frame=frame, words=words)
    if labelled.lost["labels"] and not labelled.objects and labelled.labels == PictureLabels():
        faults = (Fault(listed.picture, Reason.NO_ROW_LEFT), *labelled.faults)
        return Outcome(case, look, faults=faults, lost=case.rows)
    width, height = frame.size
    picture = Picture(
        encoded=b"",
        path=listed.name or listed.picture,
        width=width,
        height=height,
        group=listed.group or look.image_id[:12],
        objects=labelled.objects,
        labels=labelled.labels,
        source=listed.origin or given.source.uri,
        captured_at=_time(listed.captured_at),
        licence=listed.licence or given.licence,
    )
    faults = (*case.faults, *_mends(listed, look), *labelled.faults)
    return Outcome(case, look, picture, faults, labelled.lost)


def _load(given: Given, picture: str) -> bytes:
    """The file of a picture; a name may not lead out of the source."""
    path = PurePosixPath(picture)
    if path.is_absolute() or ".." in path.parts or "\\" in picture or "\0" in picture:
        raise BrokenError(Reason.NAME_LEAVES)
    try:
        return given.format.load(given.source, picture)
    except KeyError:
        raise BrokenError(Reason.NOT_TEXT if "\ufffd" in picture else Reason.NO_FILE) from None
    except InputError:
        raise BrokenError(Reason.NAME_LEAVES) from None


def _frame(case: Case, look: Look) -> Frame:
    """What the boxes are drawn on, as the declared size tells; without one, the stored pixels."""
    declared = {case.listed.size, *(claim.size for claim in case.claims)} - {None}
    turned = upright_size(look.stored, told=look.told)
    if declared and not declared & {look.stored, turned}:
        raise BrokenError(Reason.WRONG_SIZE)
    fits_upright = turned in declared and look.stored not in declared
    return Frame(look.stored, look.told, drawn_upright=case.listed.upright or fits_upright)


def _time(given: str) -> datetime | None:
    """None where it is not told, or is no time."""
    try:
        return kept_time(datetime.fromisoformat(given)) if given else None
    except (ValueError, OverflowError):
        return None


def _mends(listed: Listed, look: Look) -> Iterator[Fault]:
    """What is put right of the picture itself."""
    picture = listed.picture
    if listed.captured_at and _time(listed.captured_at) is None:
        yield Fault(picture, Reason.BAD_TIME, listed.row, MENDED[Reason.BAD_TIME])
    if look.told != UPRIGHT:
        yield Fault(picture, Reason.TURNED, mended=MENDED[Reason.TURNED])
    elif not look.as_it_is:
        yield Fault(picture, Reason.OTHER_KIND, mended=MENDED[Reason.OTHER_KIND])
