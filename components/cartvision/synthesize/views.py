"""A package seen from beside or above: the side of a box, the lid of a can."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from cartvision.synthesize import labels
from cartvision.synthesize.forms import form
from cartvision.synthesize.goods import Shape, Sku
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.packages import Sprite

DEPTHS: dict[Shape, float] = {
    "box": 0.4, "carton": 0.9, "eggs": 0.5, "multipack": 0.6, "sack": 0.3, "tray": 0.25,
}  # of a body behind its front, in widths; cereal is thin, milk is square  # fmt: skip
LEAST = 2  # pixels that are worth drawing


@dataclass(frozen=True)
class Pose:
    """How far the eye is to the right (or left, negative) and above; 0 is straight ahead."""

    aside: float = 0.0
    above: float = 0.0


AHEAD = Pose()


def seen_from(front: Sprite, sku: Sku, *, pose: Pose) -> Sprite:
    """The package with what is seen of its other faces; its front stays in the middle."""
    depth = DEPTHS.get(sku.line.shape, 0.0) * front.shape[1]
    if depth:
        return _block(front, sku, side=round(depth * pose.aside), top=round(depth * pose.above))
    round_top = form(sku.line).lid
    rise = round(front.shape[1] * min(0.5, pose.above))
    if round_top and rise >= LEAST and not sku.line.cap:
        return _drum(front, rise=rise, lid=round_top)
    return front


def _block(front: Sprite, sku: Sku, *, side: int, top: int) -> Sprite:
    height, width = front.shape[:2]
    out, reach = max(0, top), abs(side)
    if max(out, reach) < LEAST:
        return front
    solid = np.zeros((height + out, width + 2 * reach, 4), dtype=np.uint8)
    solid[out:, reach : reach + width] = front
    near = reach + width if side > 0 else reach
    if reach >= LEAST:
        corners = [(near, out), (near + side, 0), (near, out + height)]
        _paste(solid, _flank(sku, left=side < 0), corners=corners)
    if out >= LEAST:
        roof = [(reach, out), (reach + width, out), (reach + width + side, 0), (reach + side, 0)]
        colour = np.clip(np.array(sku.body) * 1.1 + 12, 0, 255).astype(int).tolist()
        cv2.fillPoly(solid, [np.array(roof)], [*colour, 255], cv2.LINE_AA)
    return solid


@lru_cache(maxsize=256)
def _flank(sku: Sku, *, left: bool) -> Canvas:
    """The side face; the lamp leaves the right one darker."""
    return (labels.side(sku, width=64, height=160) * (0.82 if left else 0.6)).astype(np.uint8)


def _paste(solid: Sprite, face: Canvas, *, corners: list[tuple[int, int]]) -> None:
    """Put a face on the parallelogram whose top left, top right and bottom left are given."""
    height, width = face.shape[:2]
    source = np.array([[0, 0], [width, 0], [0, height]], dtype=np.float32)
    matrix = cv2.getAffineTransform(source, np.array(corners, dtype=np.float32))
    opaque = np.dstack([face, np.full((height, width), 255, dtype=np.uint8)])
    laid = np.asarray(cv2.warpAffine(opaque, matrix, (solid.shape[1], solid.shape[0])))
    empty = solid[..., 3] < laid[..., 3]
    solid[empty] = laid[empty]


def _drum(front: Sprite, *, rise: int, lid: float) -> Sprite:
    """A cylinder from above: its bottom bulges and its top shows."""
    height, width = front.shape[:2]
    across = np.linspace(-1, 1, width, dtype=np.float32)
    drop = rise / 2 * (1 + np.sqrt(np.clip(1 - across**2, 0, 1)))
    x, y = np.meshgrid(
        np.arange(width, dtype=np.float32), np.arange(height + rise, dtype=np.float32)
    )
    bent = np.asarray(cv2.remap(front, x, y - drop[None, :], cv2.INTER_LINEAR))
    centre, axes = (width // 2, rise // 2 + 1), (max(1, round(width * lid / 2)), max(1, rise // 2))
    rim = [int(side) for side in bent[min(height - 1, rise + 1), width // 2, :3]]
    cv2.ellipse(bent, centre, axes, 0, 0, 360, [*rim, 255], cv2.FILLED, cv2.LINE_AA)
    inner = (max(1, round(axes[0] * 0.86)), max(1, round(axes[1] * 0.8)))
    pale = [min(255, side // 2 + 70) for side in rim]
    cv2.ellipse(bent, centre, inner, 0, 0, 360, [*pale, 255], cv2.FILLED, cv2.LINE_AA)
    return bent.astype(np.uint8)
