"""All that is claimed of one picture made into its labels; each broken row is told of."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from cartvision.data.picture import NA, Box, Contents, PictureLabels, Product
from cartvision.ingest.boxes import MENDED, Frame, mended_box, raw_key
from cartvision.ingest.claims import Claim
from cartvision.ingest.faults import BrokenError, Fault, Reason

VALUES = {
    "1": 1, "1.0": 1, "true": 1, "t": 1, "yes": 1, "y": 1,
    "0": 0, "0.0": 0, "false": 0, "f": 0, "no": 0, "n": 0,
    "-1": NA, "-1.0": NA, "na": NA, "n/a": NA, "nan": NA, "none": NA, "null": NA, "": NA,
}  # fmt: skip
NO_VALUE = -2  # a word that is none of these


@dataclass(frozen=True)
class Words:
    """How names are read: the dataset's attributes, and the names that say nothing."""

    attributes: Sequence[str]
    unknown: frozenset[str] = frozenset()  # in lower case

    def category(self, given: str) -> str:
        """Nothing for a name that means NA, alone or as the last step of a path."""
        if not self.unknown:
            return given
        leaf = given.rsplit(" > ", 1)[-1]
        return "" if {given.lower(), leaf.lower()} & self.unknown else given

    @cached_property
    def nothing(self) -> tuple[int, ...]:
        return (NA,) * len(self.attributes)


@dataclass(frozen=True)
class Labelled:
    """The labels of a picture, and what was wrong with the rows they come from."""

    objects: tuple[Product, ...]
    labels: PictureLabels
    faults: tuple[Fault, ...]
    lost: Counter[str]  # kind of row → how many were left out


@dataclass
class _Draft:
    """The labels of one picture while its rows are read."""

    picture: str
    words: Words
    frame: Frame
    boxes: dict[Box, Product] = field(default_factory=dict)  # by the box as it was given
    described: set[Box] = field(default_factory=set)  # those that have details of their own
    whole: PictureLabels | None = None
    faults: list[Fault] = field(default_factory=list)
    lost: Counter[str] = field(default_factory=Counter)

    def told(self, claim: Claim, reason: Reason, *, mended: bool = False) -> None:
        how = MENDED[reason] if mended else ""
        self.faults.append(Fault(self.picture, reason, claim.row, how))


def resolve(picture: str, claims: Iterable[Claim], *, frame: Frame, words: Words) -> Labelled:
    """The boxes first, then what is said of them, whatever the order of the rows."""
    draft = _Draft(picture, words, frame)
    later = []
    for claim in claims:
        if claim.details:
            later.append(claim)
        else:
            _try(draft, claim, _add_box if claim.box else _add_whole)
    for claim in later:
        _try(draft, claim, _add_details)
    return Labelled(
        objects=tuple(draft.boxes.values()),
        labels=draft.whole or PictureLabels(),
        faults=tuple(draft.faults),
        lost=draft.lost,
    )


def _try(draft: _Draft, claim: Claim, add: Callable[[_Draft, Claim], None]) -> None:
    try:
        if claim.fault and claim.fault != Reason.UNKNOWN_CLASS:
            raise BrokenError(Reason(claim.fault))
        add(draft, claim)
    except BrokenError as error:
        draft.told(claim, error.reason)
        draft.lost["details" if claim.details else "labels"] += 1


def _add_box(draft: _Draft, claim: Claim) -> None:
    key = raw_key(claim)
    if key in draft.boxes:
        raise BrokenError(Reason.LISTED_TWICE)
    box, found = mended_box(claim, frame=draft.frame)
    for reason in found:
        draft.told(claim, reason, mended=True)
    draft.boxes[key] = Product(
        bbox=box,
        category=_category(draft, claim),
        sku=claim.sku,
        attributes=_values(draft, claim),
        crowd=claim.crowd,
    )


def _add_details(draft: _Draft, claim: Claim) -> None:
    if claim.box is None or (key := raw_key(claim)) not in draft.boxes:
        raise BrokenError(Reason.NO_SUCH_BOX)
    if key in draft.described:
        raise BrokenError(Reason.LISTED_TWICE)
    draft.described.add(key)
    drawn = draft.boxes[key]
    draft.boxes[key] = Product(
        bbox=drawn.bbox,
        category=_category(draft, claim) or drawn.category,
        sku=claim.sku or drawn.sku,
        attributes=_merged(drawn.attributes, _values(draft, claim)),
        crowd=drawn.crowd,
    )


def _add_whole(draft: _Draft, claim: Claim) -> None:
    """What is said of the picture; a second row may add to the first, not contradict it."""
    known = draft.whole or PictureLabels(attributes=())
    category = _category(draft, claim)
    if category and known.category and category != known.category:
        raise BrokenError(Reason.LISTED_TWICE)
    values = _values(draft, claim) if claim.attributes else ()
    draft.whole = PictureLabels(
        category=category or known.category,
        attributes=_merged(known.attributes, values),
        contents=known.contents + _contents(claim, known=known),
    )


def _contents(claim: Claim, *, known: PictureLabels) -> tuple[Contents, ...]:
    if claim.contents is None:
        return ()
    if claim.contents.quantity < 1:
        raise BrokenError(Reason.BAD_QUANTITY)
    if claim.contents.sku in {item.sku for item in known.contents}:
        raise BrokenError(Reason.LISTED_TWICE)
    return (claim.contents,)


def _category(draft: _Draft, claim: Claim) -> str:
    if claim.fault:  # a class that the source does not name
        draft.told(claim, Reason.UNKNOWN_CLASS, mended=True)
        return ""
    return draft.words.category(claim.category)


def _values(draft: _Draft, claim: Claim) -> tuple[int, ...]:
    if not claim.attributes:
        return draft.words.nothing
    given = claim.attributes
    found = tuple([_value(given.get(name, "")) for name in draft.words.attributes])
    if NO_VALUE not in found:
        return found
    draft.told(claim, Reason.UNKNOWN_VALUE, mended=True)
    draft.lost["values"] += 1
    return tuple(NA if value == NO_VALUE else value for value in found)


@lru_cache(maxsize=1024)
def _value(written: str) -> int:
    return VALUES.get(written.strip().lower(), NO_VALUE)


def _merged(first: tuple[int, ...], second: tuple[int, ...]) -> tuple[int, ...]:
    """Each value of the second where it is known, else of the first."""
    if not first or not second or max(first) == NA:
        return second or first
    return tuple(a if b == NA else b for a, b in zip(first, second, strict=True))
