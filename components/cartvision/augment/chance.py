"""Chance: which of a policy's transforms a copy meets, and with which numbers."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cartvision.augment.policy import Entry
from cartvision.augment.vocabulary import transform
from cartvision.errors import InputError
from cartvision.vision.codec import Pixels


class Lots:
    """The two sources of chance that albumentations asks for."""

    def __init__(self, seed: int) -> None:
        self.plain, self.arrays = random.Random(seed), np.random.default_rng(seed)


@dataclass(frozen=True)
class Drawn:
    """A transform with the numbers that were drawn for it."""

    transform: Any
    numbers: dict[str, Any]

    @property
    def name(self) -> str:
        return str(type(self.transform).__name__)


@dataclass(frozen=True)
class Step:
    """One entry of a policy: met or not, and then by one of its transforms."""

    probability: float
    choices: tuple[Any, ...]

    def draw(self, lots: Lots, *, like: Pixels) -> Iterator[Drawn]:
        """Nothing, or one transform with numbers for a picture `like` this one."""
        if lots.plain.random() >= self.probability:
            return
        (chosen,) = lots.plain.choices(self.choices, weights=[one.p for one in self.choices])
        chosen.set_random_state(lots.arrays, lots.plain)
        data = {"image": like}
        numbers = chosen.update_transform_params(params=chosen.get_params(), data=data)
        yield Drawn(
            chosen, numbers | chosen.get_params_dependent_on_data(params=numbers, data=data)
        )


def steps(entries: Sequence[Entry], *, kind: type, part: str) -> list[Step]:
    """The entries of one part of a policy, where only transforms of this kind belong."""
    return [_step(entry, kind=kind, part=part) for entry in entries]


def _step(entry: Entry, *, kind: type, part: str) -> Step:
    if "one_of" not in entry:
        only = _transform(entry, kind=kind, part=part)
        return Step(only.p, (only,))
    if set(entry) != {"one_of", "p"}:
        raise InputError(f"the policy has a one_of under {part} without its p: [...] and p: 0.5")
    choices = tuple(_transform(one, kind=kind, part=part) for one in entry["one_of"])
    return Step(float(entry["p"]), choices)


def _transform(entry: Entry, *, kind: type, part: str) -> Any:
    told = list(entry.items())
    if len(told) != 1 or not isinstance(told[0][1] or {}, dict):
        raise InputError(
            f"the policy has {entry} under {part}: an entry is one transform, "
            "with its arguments by name"
        )
    ((name, arguments),) = told
    made = transform(name, arguments or {})
    if not isinstance(made, kind):
        raise InputError(f"the policy has {name} under {part}, where it does not belong")
    return made
