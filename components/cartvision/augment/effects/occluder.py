"""Things in front of the goods: they hide pixels and clear the mask beneath them."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from cartvision.augment.library import albumentations
from cartvision.vision.codec import Pixels

Mask = NDArray[np.uint8]  # (h, w)

HALF = 128  # of a pixel, of 255: from there on it counts as hidden


class Thing(Protocol):
    """What hides goods; it knows its place in the picture."""

    def lay(self, canvas: Pixels) -> None: ...

    def hide(self, hidden: Mask) -> None:
        """Add how much of each pixel it covers, of 255, to what others have covered."""


class Occluder(albumentations.DualTransform):  # type: ignore[misc]  # albumentations has no types
    """A subclass says what it lays over a picture; boxes and points stay where they are."""

    _targets = albumentations.NoOp._targets  # every kind

    @abstractmethod
    def things(self, *, width: int, height: int) -> Sequence[Thing]:
        """What is laid over a picture of this size, drawn by its own chance."""

    def get_params_dependent_on_data(
        self, params: dict[str, Any], **_: Any
    ) -> dict[str, Sequence[Thing]]:
        height, width = params["shape"][:2]
        return {"things": self.things(width=width, height=height)}

    def apply(self, img: Pixels, things: Sequence[Thing], **_: Any) -> Pixels:
        canvas = img.copy()
        for thing in things:
            thing.lay(canvas)
        return canvas

    def apply_to_mask(self, mask: Mask, things: Sequence[Thing], **_: Any) -> Mask:
        hidden = np.zeros(mask.shape[:2], dtype=np.uint8)
        for thing in things:
            thing.hide(hidden)
        return np.asarray(mask * (hidden < HALF), dtype=np.uint8)

    def apply_to_bboxes(self, bboxes: NDArray[np.float32], **_: Any) -> NDArray[np.float32]:
        return bboxes

    def apply_to_keypoints(self, keypoints: NDArray[np.float32], **_: Any) -> NDArray[np.float32]:
        return keypoints
