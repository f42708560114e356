"""One draw of a policy over a picture: what happens to its boxes, and then to its pixels."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.augment.chance import Drawn, Lots, Step, steps
from cartvision.augment.geometry import (
    Layers,
    Matrix,
    corners,
    matrix_of,
    require_known,
    warped,
)
from cartvision.augment.library import albumentations
from cartvision.augment.policy import Policy
from cartvision.augment.quads import inside
from cartvision.augment.tones import shaded
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels


@dataclass(frozen=True)
class Draw:
    """Boxes are in the order they were given, those to be dropped included."""

    boxes: Boxes  # (n, 4) xyxy, pixels, inside the picture
    visible: NDArray[np.float32]  # (n,) share of each object's area that is still to be seen
    matrix: Matrix
    moves: tuple[Drawn, ...]
    hides: tuple[Drawn, ...]
    shades: tuple[Drawn, ...]

    @property
    def names(self) -> list[str]:
        return [one.name for one in (*self.moves, *self.hides, *self.shades)]


class Draws:
    """A policy at work. Numbers are drawn before a pixel is touched: bad draws cost little."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        moves, hides = albumentations.DualTransform, albumentations.DualTransform
        shades = albumentations.ImageOnlyTransform
        self._moves = steps(policy.geometry, kind=moves, part="geometry")
        self._hides = steps(policy.occlusion, kind=hides, part="occlusion")
        self._shades = steps(policy.appearance, kind=shades, part="appearance")
        for step in self._moves:
            for choice in step.choices:
                require_known(choice)

    def draw(self, layers: Layers, boxes: Boxes, *, seed: int) -> Draw:
        height, width = layers.shape[:2]
        like, lots = layers[..., :3], Lots(seed)
        moves, hides, shades = (
            tuple(_met(part, lots, like=like)) for part in (self._moves, self._hides, self._shades)
        )
        matrix = matrix_of(moves, width=width, height=height)
        moved, shares = inside(corners(boxes, matrix), width=width, height=height)
        return Draw(
            boxes=moved,
            visible=shares * _uncovered(hides, moved, width=width, height=height),
            matrix=matrix,
            moves=moves,
            hides=hides,
            shades=shades,
        )

    def pixels(self, layers: Layers, draw: Draw) -> Pixels:
        """The picture of this draw."""
        pixels = (
            warped(layers, draw.matrix, border=self.policy.border)
            if draw.moves
            else np.asarray(cv2.cvtColor(layers, cv2.COLOR_RGBA2RGB), dtype=np.uint8)
        )
        for one in draw.hides:
            pixels = one.transform.apply(pixels, **one.numbers)
        return shaded(pixels, draw.shades)


def layers_of(pixels: Pixels) -> Layers:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2RGBA), dtype=np.uint8)


def _met(part: list[Step], lots: Lots, *, like: Pixels) -> Iterator[Drawn]:
    for step in part:
        yield from step.draw(lots, like=like)


def _uncovered(
    hides: tuple[Drawn, ...], boxes: Boxes, *, width: int, height: int
) -> NDArray[np.float32]:
    """The share of each box that nothing lies upon."""
    if not hides:
        return np.ones(len(boxes), dtype=np.float32)
    mask = np.ones((height, width), dtype=np.uint8)
    for one in hides:
        mask = one.transform.apply_to_mask(mask, **one.numbers)
    sums = cv2.integral(mask)
    left, top = np.floor(boxes[:, :2]).astype(int).T
    right, bottom = np.ceil(boxes[:, 2:]).astype(int).T
    seen = sums[bottom, right] - sums[top, right] - sums[bottom, left] + sums[top, left]
    pixels = np.maximum((right - left) * (bottom - top), 1)
    return np.asarray(seen / pixels, dtype=np.float32)
