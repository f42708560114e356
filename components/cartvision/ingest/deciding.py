"""What is kept, and in which split: copies are left out, the others are placed."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cartvision.data.picture import Split
from cartvision.data.splits import Shares
from cartvision.ingest.faults import Fault, Reason
from cartvision.ingest.memory import Remembered
from cartvision.ingest.placing import Crossing, Standing, place
from cartvision.ingest.rows import Candidate
from cartvision.vision.likeness import near_pairs


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
    likeness = b"".join([*(one.likeness for one in here), *(one.likeness for one in gone)])
    hashes = np.frombuffer(likeness, dtype=np.uint8).reshape(-1, 32)
    pairs = list(near_pairs(hashes, most=near))
    placed = place(standing, pairs, shares=shares, seed=seed)
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
        pairs=len(pairs),
        joined=placed.joined,
        crossings=placed.crossings,
        remembered=_to_remember(candidates, places),
    )


def _copies(candidates: Sequence[Candidate]) -> dict[int, int]:
    """Pictures of the same bytes → the one that is kept: one for each official split, else one."""
    same: dict[str, list[int]] = defaultdict(list)
    for number, candidate in enumerate(candidates):
        same[candidate.image_id].append(number)
    found = {}
    for numbers in same.values():
        placed = [number for number in numbers if candidates[number].official] or numbers[:1]
        first = {candidates[number].official: number for number in reversed(placed)}
        for number in set(numbers) - set(first.values()):
            found[number] = first.get(candidates[number].official, min(first.values()))
    return dict(sorted(found.items()))


def _copy_of(candidates: Sequence[Candidate], number: int, first: int) -> Fault:
    return Fault(candidates[number].name, Reason.DUPLICATE_PICTURE, candidates[first].name)


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
