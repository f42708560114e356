"""A policy's transforms, and one draw of them over a picture and its boxes."""

import random
import warnings
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.augment.library import albumentations
from cartvision.augment.policy import Entry, Policy
from cartvision.augment.quads import inside
from cartvision.errors import InputError
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels


@dataclass(frozen=True)
class Drawn:
    """A picture after one draw. Boxes are in the order they were given, dropped ones included."""

    pixels: Pixels
    boxes: Boxes  # (n, 4) xyxy, pixels, inside the picture
    visible: NDArray[np.float32]  # (n,) share of each moved object that is still to be seen


class Transforms:
    """Geometry moves pixels and boxes; appearance, after it, changes pixels only."""

    def __init__(self, policy: Policy) -> None:
        points = albumentations.KeypointParams(format="xy", remove_invisible=False)
        self._geometry = albumentations.Compose(
            [_transform(entry) for entry in policy.geometry], keypoint_params=points
        )
        self._appearance = albumentations.Compose(
            [_transform(entry) for entry in policy.appearance]
        )

    def draw(self, pixels: Pixels, boxes: Boxes, *, seed: int) -> Drawn:
        """One draw; corners, not boxes, travel, so that nothing is clipped on the way."""
        self._reseed(seed)
        whole = np.ones(pixels.shape[:2], dtype=np.uint8)
        moved = self._geometry(image=pixels, mask=whole, keypoints=_corners(boxes))
        height, width = moved["mask"].shape
        quads = np.asarray(moved["keypoints"], dtype=np.float32).reshape(-1, 4, 2)
        clipped, shares = inside(quads, width=width, height=height)
        pixels = self._appearance(image=moved["image"])["image"]
        return Drawn(pixels, clipped, visible=shares * _uncovered(moved["mask"], clipped))

    def _reseed(self, seed: int) -> None:
        """One generator for all: set_random_seed would give each transform the same numbers."""
        numbers, choices = np.random.default_rng(seed), random.Random(seed)
        self._geometry.set_random_state(numbers, choices)
        self._appearance.set_random_state(numbers, choices)


def _transform(entry: Entry) -> Any:
    if "one_of" in entry:
        return albumentations.OneOf([_transform(one) for one in entry["one_of"]], p=entry["p"])
    ((name, arguments),) = entry.items()
    if name not in vars(albumentations):
        raise InputError(f"the policy names {name}, which albumentations does not have")
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a misspelt argument is only a warning there
        try:
            return vars(albumentations)[name](**arguments)
        except (ValueError, UserWarning) as error:
            raise InputError(f"the policy's {name}: {error}") from None


def _corners(boxes: Boxes) -> NDArray[np.float32]:
    """(n, 4) boxes as (4n, 2) points, around each box."""
    return boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 2)


def _uncovered(mask: NDArray[np.uint8], boxes: Boxes) -> NDArray[np.float32]:
    """The share of each box where the original picture shows: no hole, no border."""
    sums = cv2.integral(mask)
    left, top = np.floor(boxes[:, :2]).astype(int).T
    right, bottom = np.ceil(boxes[:, 2:]).astype(int).T
    seen = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    pixels = np.maximum((right - left) * (bottom - top), 1)
    return np.asarray(seen / pixels, dtype=np.float32)
