"""Painting a scene product by product, and keeping book of who owns which pixel."""

from dataclasses import dataclass, field
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.fruit import produce
from cartvision.synthesize.goods import Sku
from cartvision.synthesize.marks import Facts, dress, leaning
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.packages import Sprite, package
from cartvision.synthesize.views import AHEAD, Pose, seen_from

FINE = 2  # packages are dressed at twice their size, then made small
Owners = NDArray[np.uint16]  # (height, width), which object is seen at a pixel; 0 is none


@dataclass(frozen=True)
class Facing:
    """One visible package before it is dressed; its middle and its foot are fixed."""

    sku: Sku
    middle: float
    foot: float
    width: int
    height: int
    facts: Facts
    pose: Pose = AHEAD
    light: float = 1.0  # less in the depth of a shelf


@dataclass(frozen=True)
class Placed:
    """A product that was painted."""

    facing: Facing
    centre: tuple[float, float]  # canvas pixels
    pixels: int  # that it would own if nothing hid it


@dataclass(frozen=True)
class Painting:
    """The flat canvas; object n is the nth of `goods` and owns the pixels marked n + 1."""

    canvas: Canvas
    owners: Owners
    goods: list[Placed] = field(default_factory=list)

    @property
    def size(self) -> tuple[int, int]:
        """Width and height."""
        return self.canvas.shape[1], self.canvas.shape[0]


def blank(width: int, height: int) -> Painting:
    return Painting(
        canvas=np.zeros((height, width, 3), dtype=np.uint8),
        owners=np.zeros((height, width), dtype=np.uint16),
    )


def put(painting: Painting, facing: Facing, *, rng: np.random.Generator) -> None:
    """Draw one product with its contact shadow, over whatever was there."""
    sprite = sprite_of(facing, rng=rng)
    left, bottom = round(facing.middle - sprite.shape[1] / 2), round(facing.foot)
    _contact(painting.canvas, sprite, left=left, bottom=bottom)
    blend(painting.canvas, sprite, left=left, bottom=bottom)
    solid = sprite[..., 3] > 127
    part, area = _overlap(painting.owners, solid, left=left, bottom=bottom)
    area[part] = len(painting.goods) + 1
    centre = (facing.middle, facing.foot - len(sprite) / 2)
    painting.goods.append(Placed(facing, centre, int(solid.sum())))


def sprite_of(facing: Facing, *, rng: np.random.Generator) -> Sprite:
    """The product as it stands or lies here, in its own light."""
    sku, width, height = facing.sku, facing.width, facing.height
    if sku.line.loose:
        sprite = produce(sku, width=width, height=height, individual=int(rng.integers(99)))
    else:
        sprite = seen_from(_dressed(facing, rng=rng), sku, pose=facing.pose)
    return _lit(
        leaning(sprite, degrees=facing.facts.tilt), gain=facing.light * rng.uniform(0.93, 1.05)
    )


def _dressed(facing: Facing, *, rng: np.random.Generator) -> Sprite:
    sku, facts = facing.sku, facing.facts
    width, height = facing.width, facing.height
    if not facts.marked:
        return package(sku, width=width, height=height, turned=facts.turned)
    large = package(sku, width=width * FINE, height=height * FINE, turned=facts.turned)
    dressed = dress(large, facts=facts, rng=rng)
    return np.asarray(cv2.resize(dressed, (width, height), interpolation=cv2.INTER_AREA))


def _lit(sprite: Sprite, *, gain: float) -> Sprite:
    """A new sprite, brighter or darker, as opaque as before."""
    return np.asarray(cv2.transform(sprite, np.diag([gain, gain, gain, 1.0])))


def hint(painting: Painting, facing: Facing, *, rng: np.random.Generator) -> None:
    """A package that stands in the dark behind another: seen, but nobody's product."""
    sprite = sprite_of(facing, rng=rng)
    left = round(facing.middle - sprite.shape[1] / 2)
    blend(painting.canvas, sprite, left=left, bottom=round(facing.foot))


def cover(painting: Painting, layer: Sprite) -> None:
    """Lay something over the whole canvas; what it hides has no owner any more."""
    x, y, wide, tall = cv2.boundingRect(layer[..., 3])
    part = layer[y : y + tall, x : x + wide]
    area = painting.canvas[y : y + tall, x : x + wide]
    alpha = part[..., 3:].astype(np.float32) / 255
    area[:] = area * (1 - alpha) + part[..., :3] * alpha
    painting.owners[y : y + tall, x : x + wide][part[..., 3] > 200] = 0


def blend(canvas: Canvas, sprite: Sprite, *, left: int, bottom: int) -> None:
    part, area = _overlap(canvas, sprite, left=left, bottom=bottom)
    alpha = part[..., 3:].astype(np.float32) / 255
    area[:] = area + (part[..., :3] - area.astype(np.float32)) * alpha


def _overlap(
    canvas: NDArray[Any], sprite: NDArray[Any], *, left: int, bottom: int
) -> tuple[NDArray[Any], NDArray[Any]]:
    """What of the sprite lies on the canvas, and where."""
    top = bottom - len(sprite)
    y1, y2 = max(0, top), min(bottom, len(canvas))
    x1, x2 = max(0, left), min(left + sprite.shape[1], canvas.shape[1])
    y2, x2 = max(y1, y2), max(x1, x2)
    return sprite[y1 - top : y2 - top, x1 - left : x2 - left], canvas[y1:y2, x1:x2]


def _contact(canvas: Canvas, sprite: Sprite, *, left: int, bottom: int) -> None:
    """A thin soft shadow around the package, darkest at its foot and on its right."""
    reach = max(1, min(sprite.shape[:2]) // 16)
    shade = np.asarray(cv2.blur(sprite[..., 3], (2 * reach + 1, 2 * reach + 1)))
    part, area = _overlap(canvas, shade, left=left + reach, bottom=bottom + reach // 2)
    area[:] = area * (1 - part[..., None] / np.float32(510))
