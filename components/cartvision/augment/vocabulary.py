"""The words of a policy: albumentations' transforms, and our own beside them."""

import warnings
from typing import Any

from pydantic import ValidationError

from cartvision.augment.effects.glare import Glare
from cartvision.augment.effects.hand import Hand
from cartvision.augment.effects.noise import GaussNoise
from cartvision.augment.effects.shadow import RandomShadow
from cartvision.augment.effects.tape import Tape
from cartvision.augment.library import albumentations
from cartvision.augment.policy import faults
from cartvision.errors import InputError

OURS = {one.__name__: one for one in (GaussNoise, Glare, Hand, RandomShadow, Tape)}
STOCK_HIDES = (  # with fill_mask: 0 their mask tells what is hidden, and no pixel moves
    albumentations.CoarseDropout,
    albumentations.Erasing,
    albumentations.GridDropout,
)
HIDES = (*STOCK_HIDES, Tape, Hand)


def transform(name: str, arguments: dict[str, Any]) -> Any:
    """The transform of this name; ours where both have one, which then only is quicker."""
    kind = OURS.get(name) or vars(albumentations).get(name)
    if kind is None:
        raise InputError(f"the policy names {name}, which albumentations does not have")
    if not _is_transform(kind):
        raise InputError(
            f"the policy names {name}, which is no transform of pixels; "
            "one of several is drawn by one_of: [...] and p: 0.5"
        )
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a misspelt argument is only a warning there
        try:
            return kind(**arguments)
        except (ValueError, TypeError, UserWarning) as error:
            raise InputError(f"the policy's {name}: {_said(error)}") from None


def require_hiding(made: Any, arguments: dict[str, Any]) -> None:  # noqa: ARG001 - as a Check
    """What is hidden has to show in a mask, or its labels would stay."""
    name = type(made).__name__
    if not isinstance(made, HIDES):
        raise InputError(
            f"the policy hides by {name} under occlusion; "
            f"what hides and moves nothing is: {', '.join(kind.__name__ for kind in HIDES)}"
        )
    if isinstance(made, STOCK_HIDES) and made.fill_mask != 0:
        raise InputError(
            f"the policy's {name} under occlusion has fill_mask {made.fill_mask}, so that "
            "nobody knows what it hides; give fill_mask: 0"
        )


def _is_transform(kind: Any) -> bool:
    """The base of all has no way to change a picture, nor have those of volumes alone."""
    pixel_or_place = (albumentations.ImageOnlyTransform, albumentations.DualTransform)
    of_pictures = isinstance(kind, type) and issubclass(kind, pixel_or_place)
    return bool(of_pictures and kind.apply is not albumentations.BasicTransform.apply)


def _said(error: Exception) -> str:
    """The library wraps what pydantic found in its own words."""
    found = error.__cause__ or error
    return faults(found, depth=1) if isinstance(found, ValidationError) else str(error)
