"""Chance: which of a policy's transforms a copy meets, and with which numbers."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cartvision.augment.policy import Entry
from cartvision.augment.vocabulary import transform
from cartvision.errors import InputError
from cartvision.vision.codec import Pixels

Check = Callable[[Any, dict[str, Any]], None]  # of a transform and the arguments it was given


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


def steps(
    entries: Sequence[Entry], *, kind: type, part: str, check: Check | None = None
) -> list[Step]:
    """The entries of one part of a policy, where only transforms of this kind belong."""
    return [_step(entry, kind=kind, part=part, check=check) for entry in entries]


def _step(entry: Entry, *, kind: type, part: str, check: Check | None) -> Step:
    if "one_of" not in entry:
        only = _transform(entry, kind=kind, part=part, check=check)
        return Step(only.p, (only,))
    listed, probability = _one_of(entry, part=part)
    choices = tuple(_transform(one, kind=kind, part=part, check=check) for one in listed)
    if not any(one.p for one in choices):
        raise InputError(
            f"the policy has a one_of under {part} whose every transform has p: 0; "
            "give one of them more"
        )
    return Step(probability, choices)


def _one_of(entry: Entry, *, part: str) -> tuple[list[Any], float]:
    """What is chosen from, and how frequently."""
    if set(entry) != {"one_of", "p"}:
        raise InputError(f"the policy has a one_of under {part} without its p: [...] and p: 0.5")
    listed, probability = entry["one_of"], entry["p"]
    if not isinstance(listed, list) or not listed:
        raise InputError(
            f"the policy has one_of: {_written(listed)} under {part}: give a list of transforms"
        )
    is_number = isinstance(probability, int | float) and not isinstance(probability, bool)
    if not is_number or not 0 <= probability <= 1:
        raise InputError(
            f"the policy has a one_of under {part} with p: {_written(probability)}: "
            "give a number from 0 to 1"
        )
    return listed, float(probability)


def _transform(entry: Any, *, kind: type, part: str, check: Check | None) -> Any:
    told = list(entry.items()) if isinstance(entry, dict) else []
    if len(told) != 1 or not isinstance(told[0][1] or {}, dict):
        raise InputError(
            f"the policy has {_written(entry)} under {part}: an entry is one transform, "
            "with its arguments by name"
        )
    ((name, arguments),) = told
    made = transform(name, arguments or {})
    if not isinstance(made, kind):
        raise InputError(f"the policy has {name} under {part}, where it does not belong")
    if check is not None:
        check(made, arguments or {})
    return made


def _written(value: Any) -> str:
    """As the policy's file writes it."""
    return "null" if value is None else str(value)
