"""What is kept, and in which split: copies are left out, the others are placed."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cartvision.data.picture import Split
from cartvision.data.splits import Shares
from cartvision.ingest.faults import Fault, Reason
from cartvision.ingest.memory import Remembered
from cartvision.ingest.placing import place
from cartvision.ingest.rows import Candidate
from cartvision.ingest.standing import Crossing, Standing
from cartvision.vision.likeness import BITS, Likenesses, Numbers


@dataclass(frozen=True)
class Place:
    """Where a picture goes."""

    group: str
    split: Split


@dataclass(frozen=True)
class Decision:
    """The fate of every candidate."""

    places: Sequence[Place | None]  # None is left out
    left_out: Mapping[int, Fault]
    pairs: int  # that nearly equal each other
    joined: int  # groups that became part of another
    crossings: Sequence[Crossing]
    remembered: Sequence[Remembered]  # for the next run


def decide(
    candidates: Sequence[Candidate],
    *,
    memory: Mapping[str, Remembered],
    near: int,
    shares: Shares,
    seed: int,
) -> Decision:
    """`near` bits of 256 may differ in pictures that count as copies of each other."""
    copies = _copies(candidates)
    kept = [number for number in range(len(candidates)) if number not in copies]
    here = [candidates[number] for number in kept]
    gone = [memory[name] for name in sorted(memory.keys() - {one.image_id for one in here})]
    standing = [*(_standing(one, memory) for one in here), *map(_ghost, gone)]
    likenesses = [*(one.likeness for one in here), *(one.likeness for one in gone)]
    neighbours = _Neighbours(likenesses, most=near)
    placed = place(standing, neighbours, shares=shares, seed=seed)
    yielding = [pair for pair in sorted(placed.yielding.items()) if pair[0] < len(kept)]
    places: list[Place | None] = [None] * len(candidates)
    for position, number in enumerate(kept):
        if position not in placed.yielding:
            group = placed.groups[position]
            places[number] = Place(group, placed.splits[group])
    return Decision(
        places=places,
        left_out={number: _copy_of(candidates, number, first) for number, first in copies.items()}
        | {kept[loser]: _near(standing, loser, winner) for loser, winner in yielding},
        pairs=placed.pairs,
        joined=placed.joined,
        crossings=list(placed.crossings.values()),
        remembered=_to_remember(candidates, places),
    )


class _Neighbours:
    """Near pictures by their place among all; one without a likeness is like nothing."""

    def __init__(self, likenesses: Sequence[bytes], *, most: int) -> None:
        self._places = np.flatnonzero([bool(one) for one in likenesses])
        joined = b"".join(likenesses)
        hashes = np.frombuffer(joined, dtype=np.uint8).reshape(-1, BITS // 8)
        self._near = Likenesses(hashes, most=most)

    def __iter__(self) -> Iterator[tuple[int, Numbers]]:
        for first, after in self._near:
            yield int(self._places[first]), self._places[after]


def _copies(candidates: Sequence[Candidate]) -> dict[int, int]:
    """Pictures of the same bytes → the one that is kept, which is the one of which most is said.

    Where there are official splits it is one for each of them.
    """
    same: dict[str, list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        same[candidate.image_id].append(number)
    found = {}
    for numbers in same.values():
        most_said = sorted(numbers, key=lambda number: (-candidates[number].said, number))
        placed = [number for number in most_said if candidates[number].official] or most_said[:1]
        first = {candidates[number].official: number for number in reversed(placed)}
        for number in set(numbers) - set(first.values()):
            found[number] = first.get(candidates[number].official, min(first.values()))
    return dict(sorted(found.items()))


def _copy_of(candidates: Sequence[Candidate], number: int, first: int) -> Fault:
    copy, kept = candidates[number], candidates[first]
    differ = copy.categories and copy.categories != kept.categories
    reason = Reason.OTHER_LABELS if differ else Reason.DUPLICATE_PICTURE
    return Fault(copy.name, reason, kept.name)


def _near(standing: Sequence[Standing], loser: int, winner: int) -> Fault:
    return Fault(standing[loser].name, Reason.NEARLY_ANOTHER, standing[winner].name)


def _standing(candidate: Candidate, memory: Mapping[str, Remembered]) -> Standing:
    return Standing(
        name=candidate.name,
        group=candidate.group,
        official=candidate.official,
        remembered=memory.get(candidate.image_id),
        categories=candidate.categories,
    )


def _ghost(picture: Remembered) -> Standing:
    """A picture that is in the source no more: its copies still may not cross."""
    name = f"{picture.group} ({picture.image_id[:12]}, of an earlier run)"
    return Standing(name=name, group=picture.given, remembered=picture, present=False)


def _to_remember(
    candidates: Sequence[Candidate], places: Sequence[Place | None]
) -> list[Remembered]:
    """Bytes that official splits hold twice have no one place to remember."""
    times: Counter[str] = Counter()
    for candidate, at in zip(candidates, places, strict=True):
        times[candidate.image_id] += at is not None
    return [
        Remembered(candidate.image_id, candidate.group, at.group, at.split, candidate.likeness)
        for candidate, at in zip(candidates, places, strict=True)
        if at is not None and times[candidate.image_id] == 1
    ]
