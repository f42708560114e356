"""The books of augment: what became of a portion of work, and of several together."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import exp, log
from typing import Self, TypeVar

from pydantic import BaseModel, ConfigDict

K = TypeVar("K", str, int)


class Frequencies(BaseModel):
    """How often each class is to be seen: in the originals, and in all pictures with them."""

    model_config = ConfigDict(frozen=True)

    before: dict[str, int]
    after: dict[str, int]

    @classmethod
    def together(cls, parts: Iterable["Frequencies"]) -> Self:
        given = list(parts)
        return cls(before=_sum(one.before for one in given), after=_sum(one.after for one in given))


class Tally(BaseModel):
    """Figures that can be added up."""

    model_config = ConfigDict(frozen=True)

    parents: int
    pictures: int  # with the originals
    products_expected: int  # if no copy lost any, those of the originals included
    dropped: int  # products of copies of which too little is to be seen
    unreadable: int  # products of copies that lost their attributes
    redrawn: int  # draws that were thrown away
    categories: Frequencies
    skus: Frequencies
    applied: dict[str, int]  # transform → copies that went through it
    instances: dict[int, int]  # instances of a parent → parents


def together(tallies: Iterable[Tally]) -> Tally:
    """All of them as one, whatever their order."""
    given = list(tallies)
    return Tally(
        parents=sum(one.parents for one in given),
        pictures=sum(one.pictures for one in given),
        products_expected=sum(one.products_expected for one in given),
        dropped=sum(one.dropped for one in given),
        unreadable=sum(one.unreadable for one in given),
        redrawn=sum(one.redrawn for one in given),
        categories=Frequencies.together(one.categories for one in given),
        skus=Frequencies.together(one.skus for one in given),
        applied=_sum(one.applied for one in given),
        instances=_sum(one.instances for one in given),
    )


def _sum(counts: Iterable[Mapping[K, int]]) -> dict[K, int]:
    """In the names' order, so that the same sum is the same JSON."""
    total: Counter[K] = Counter()
    for one in counts:
        total.update(one)
    return dict(sorted(total.items()))


def effective_classes(counts: Mapping[str, int]) -> float:
    """As many classes of equal frequency would be as hard to guess: exp of the entropy."""
    total = sum(counts.values())
    shares = [count / total for count in counts.values() if count]
    return exp(-sum(share * log(share) for share in shares)) if shares else 0.0


@dataclass(frozen=True)
class RareGain:
    """What the least frequent classes are of all instances, before and after."""

    classes: tuple[str, ...]  # the rarest first
    before_share: float
    after_share: float

    @property
    def gain(self) -> float:
        return self.after_share / self.before_share


def rare_gain(
    before: Mapping[str, int], after: Mapping[str, int], *, share: float = 0.1
) -> RareGain:
    """Of the `share` of the classes that were least frequent before, of one at least."""
    assert before
    rarest = sorted(before, key=lambda name: (before[name], name))
    rare = tuple(rarest[: max(1, round(share * len(rarest)))])
    return RareGain(rare, before_share=_share(before, rare), after_share=_share(after, rare))


def _share(counts: Mapping[str, int], names: Iterable[str]) -> float:
    return sum(counts[name] for name in names) / sum(counts.values())
