"""One draw of a policy over a picture: what happens to its boxes, and then to its pixels."""

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
from cartvision.augment.vocabulary import require_hiding
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels

LEAST_SIDE = 1.0  # pixels, of a box

Marks = NDArray[np.bool_]  # (n,) one for each object


@dataclass(frozen=True)
class Draw:
    """Boxes are in the order they were given, those that are not kept included."""

    boxes: Boxes  # (n, 4) xyxy, pixels, inside the picture
    visible: NDArray[np.float32]  # (n,) share of each object's area that is still to be seen
    kept: Marks  # enough of the object is to be seen
    unreadable: Marks  # kept, but nobody could tell its attributes
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
        self._moves = steps(policy.geometry, kind=moves, part="geometry", check=require_known)
        self._hides = steps(policy.occlusion, kind=hides, part="occlusion", check=require_hiding)
        self._shades = steps(policy.appearance, kind=shades, part="appearance")

    def draw(self, layers: Layers, boxes: Boxes, *, seed: int) -> Draw | None:
        """None if it loses too many objects, or changes nothing."""
        height, width = layers.shape[:2]
        like, lots = layers[..., :3], Lots(seed)
        moves = _met(self._moves, lots, like=like)
        matrix = matrix_of(moves, width=width, height=height)
        moved, visible = inside(corners(boxes, matrix), width=width, height=height)
        were_there = _large(boxes)
        if self._loses_too_many(self._kept(moved, visible), of=were_there):
            return None
        hides = _met(self._hides, lots, like=like)
        visible = visible * _uncovered(hides, moved, width=width, height=height)
        kept = self._kept(moved, visible)
        shades = _met(self._shades, lots, like=like)
        if self._loses_too_many(kept, of=were_there) or not (moves or hides or shades):
            return None
        unreadable = kept & (visible < self.policy.keep.readable)
        return Draw(moved, visible, kept, unreadable, matrix, moves, hides, shades)

    def _kept(self, boxes: Boxes, visible: NDArray[np.float32]) -> Marks:
        return _large(boxes) & (visible >= self.policy.keep.visible)

    def _loses_too_many(self, kept: Marks, *, of: Marks) -> bool:
        lost = np.count_nonzero(of & ~kept)
        return bool(lost > self.policy.keep.lost * np.count_nonzero(of))

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


def _large(boxes: Boxes) -> Marks:
    """What is smaller is lost to every draw, and none is to blame."""
    return np.asarray((boxes[:, 2:] - boxes[:, :2] >= LEAST_SIDE).all(axis=1))


def _met(part: list[Step], lots: Lots, *, like: Pixels) -> tuple[Drawn, ...]:
    return tuple(drawn for step in part for drawn in step.draw(lots, like=like))


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
