"""The words of a policy: albumentations' transforms, and our own beside them."""

import warnings
from typing import Any

from cartvision.augment.effects.glare import Glare
from cartvision.augment.effects.hand import Hand
from cartvision.augment.effects.noise import GaussNoise
from cartvision.augment.effects.shadow import RandomShadow
from cartvision.augment.effects.tape import Tape
from cartvision.augment.library import albumentations
from cartvision.errors import InputError

OURS = {one.__name__: one for one in (GaussNoise, Glare, Hand, RandomShadow, Tape)}


def transform(name: str, arguments: dict[str, Any]) -> Any:
    """The transform of this name; ours where both have one, which then only is quicker."""
    kind = OURS.get(name) or vars(albumentations).get(name)
    if not _is_transform(kind):
        raise InputError(f"the policy names {name}, which albumentations does not have")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a misspelt argument is only a warning there
        try:
            return kind(**arguments)
        except (ValueError, TypeError, UserWarning) as error:
            raise InputError(f"the policy's {name}: {error}") from None


def _is_transform(kind: Any) -> bool:
    pixel_or_place = (albumentations.ImageOnlyTransform, albumentations.DualTransform)
    return isinstance(kind, type) and issubclass(kind, pixel_or_place)
