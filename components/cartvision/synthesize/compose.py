"""Painting a planned wall of shelves, and keeping book of which product owns which pixel."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from cartvision.synthesize import stores
from cartvision.synthesize.clutter import Owners
from cartvision.synthesize.marks import dress
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.packages import Sprite, package
from cartvision.synthesize.shelves import Facing, Plan

FINE = 2  # packages are drawn at twice their size, then made small
Faces = dict[tuple[str, int, int, bool], Sprite]  # what facings of one article share


@dataclass(frozen=True)
class Painting:
    """The flat canvas; object n is the nth facing of the plan and owns the pixels marked n + 1."""

    canvas: Canvas
    owners: Owners
    extents: tuple[int, ...]  # pixels that each facing would own if nothing hid it


def paint(
    shelves: Plan, *, size: tuple[int, int], look: stores.Store, rng: np.random.Generator
) -> Painting:
    width, height = size
    canvas = stores.wall(width, height, look=look, rng=rng)
    owners = np.zeros((height, width), dtype=np.uint16)
    stores.surroundings(canvas, shelves.rows, look=look)
    extents: list[int] = []
    for row, stock in zip(shelves.rows, shelves.stock, strict=True):
        stores.panel(canvas, row, look=look)
        faces = {_key(facing): _face(facing) for facing in stock}
        _deeper(canvas, stock, faces=faces)
        for facing in stock:
            sprite = _small(dress(faces[_key(facing)], facts=facing.facts, rng=rng))
            extents.append(_place(canvas, sprite, facing, owners=owners, owner=len(extents) + 1))
        stores.shadow(canvas, row)
        stores.rail(canvas, row, look=look, rng=rng)
    return Painting(canvas=canvas, owners=owners, extents=tuple(extents))


def _key(facing: Facing) -> tuple[str, int, int, bool]:
    return facing.sku.code, facing.width, facing.height, facing.facts.turned


def _face(facing: Facing) -> Sprite:
    return package(
        facing.sku,
        width=facing.width * FINE,
        height=facing.height * FINE,
        turned=facing.facts.turned,
    )


def _small(sprite: Sprite) -> Sprite:
    size = (max(1, sprite.shape[1] // FINE), max(1, sprite.shape[0] // FINE))
    return np.asarray(cv2.resize(sprite, size, interpolation=cv2.INTER_AREA))


def _deeper(canvas: Canvas, stock: Sequence[Facing], *, faces: Faces) -> None:
    """The next package behind each one, in the dark of the shelf: a hint above its front."""
    small = {key: _small(face) for key, face in faces.items()}
    for facing in stock:
        behind = small[_key(facing)].copy()
        behind[..., :3] = behind[..., :3] // 5 * 2
        _blend(canvas, behind, left=round(facing.middle - facing.width / 2 + 2),
               bottom=round(facing.foot - facing.height * 0.025 - 1))  # fmt: skip


def _place(canvas: Canvas, sprite: Sprite, facing: Facing, *, owners: Owners, owner: int) -> int:
    """Draw one product with its contact shadow; the number of pixels it covers."""
    left, bottom = round(facing.middle - sprite.shape[1] / 2), round(facing.foot)
    solid = sprite[..., 3] > 127
    top, low = max(0, bottom - len(sprite)), min(bottom, len(canvas))
    start, end = max(0, left), min(left + sprite.shape[1], canvas.shape[1])
    edge = canvas[(top + low) // 2 : low, min(end, canvas.shape[1] - 1) : end + 2]
    edge[:] = edge // 5 * 3
    _blend(canvas, sprite, left=left, bottom=bottom)
    seen = solid[top - bottom + len(sprite) : low - bottom + len(sprite), start - left : end - left]
    owners[top:low, start:end][seen] = owner
    return int(solid.sum())


def _blend(canvas: Canvas, sprite: Sprite, *, left: int, bottom: int) -> None:
    top = bottom - len(sprite)
    y1, y2 = max(0, top), min(bottom, len(canvas))
    x1, x2 = max(0, left), min(left + sprite.shape[1], canvas.shape[1])
    if x1 >= x2 or y1 >= y2:
        return
    part = sprite[y1 - top : y2 - top, x1 - left : x2 - left]
    alpha = part[..., 3:].astype(np.float32) / 255
    area = canvas[y1:y2, x1:x2]
    area[:] = area + (part[..., :3] - area.astype(np.float32)) * alpha
