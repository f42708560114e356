"""A trial of a policy: each of its transforms at work once, before any picture is."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from cartvision.augment.chance import Drawn, Lots, Step, steps
from cartvision.augment.draws import Draws
from cartvision.augment.geometry import matrix_of
from cartvision.augment.library import albumentations
from cartvision.augment.policy import PARTS, Policy
from cartvision.errors import InputError
from cartvision.vision.codec import Pixels

SIDES = (480, 320)  # pixels, or as few as a copy may have; lying and standing
TRIES = 4  # of each transform, for arguments that only some numbers break


def require_sound(policy: Policy) -> None:
    """Every transform of the policy can be drawn, and gives what a copy can be made of."""
    Draws(policy)
    pictures = _pictures(policy.longest)
    for part in PARTS:
        for made in _transforms(policy, part=part):
            for seed in range(TRIES):
                like = pictures[seed % len(pictures)]
                if fault := _fault(made, like=like, seed=seed, moves=part == "geometry"):
                    name = type(made).__name__
                    raise InputError(f"the policy's {name} under {part} {fault}")


def _pictures(longest: int) -> list[Pixels]:
    width, height = (min(side, longest) for side in SIDES)
    lying = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    return [lying, np.ascontiguousarray(lying.transpose(1, 0, 2))]


def _transforms(policy: Policy, *, part: str) -> Iterator[Any]:
    for step in steps(getattr(policy, part), kind=albumentations.BasicTransform, part=part):
        for made in step.choices:
            made.p = 1.0
            yield made


def _fault(made: Any, *, like: Pixels, seed: int, moves: bool) -> str:
    """What is wrong with its work, if anything."""
    try:
        (drawn,) = Step(1.0, (made,)).draw(Lots(seed), like=like)
        return _of_matrix(drawn, like=like) if moves else _of_pixels(drawn, like=like)
    except Exception as error:  # noqa: BLE001 - a library's transform may raise anything
        return f"cannot be drawn for a picture alone: {type(error).__name__}: {error}"


def _of_matrix(drawn: Drawn, *, like: Pixels) -> str:
    height, width = like.shape[:2]
    matrix = matrix_of([drawn], width=width, height=height)
    return "" if np.linalg.det(matrix) > 0 else "mirrors, or leaves nothing: give less"


def _of_pixels(drawn: Drawn, *, like: Pixels) -> str:
    given = np.asarray(drawn.transform.apply(like.copy(), **drawn.numbers))
    if (given.shape, given.dtype) == (like.shape, like.dtype):
        return ""
    return (
        f"makes {given.dtype} of shape {given.shape} out of uint8 of shape {like.shape}: "
        "a copy is an RGB picture of bytes, as its parent; leave it out"
    )
