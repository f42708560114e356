"""Limbs drawn as what lies over a picture."""

from collections.abc import Sequence
from functools import partial
from math import ceil, sqrt

import cv2
import numpy as np

from cartvision.augment.effects.arms.flesh import Look, lit
from cartvision.augment.effects.arms.relief import LIMB, Limb, relief
from cartvision.augment.effects.arms.stance import Stance
from cartvision.augment.effects.coarse import Map, cells, enlarged, onto_cells, rounded
from cartvision.augment.effects.cover import Cover
from cartvision.augment.effects.region import around

CELLS = 7_000  # of the maps they are drawn by, whatever their size in pixels
SOFT = 0.09  # how far their shadow reaches, in hands' lengths
ABOVE = 0.05  # how far the light shifts it, in hands' lengths
DARK = 0.7  # light that it takes where it is deepest


def drawn(limbs: Sequence[Limb], *, stance: Stance, look: Look, width: int, height: int) -> Cover:
    """Limbs are in hands' lengths, as in the anatomy."""
    placed = np.array(limbs, dtype=LIMB)
    starts, ends = stance.placed(placed["start"]), stance.placed(placed["end"])
    spare = float(placed["thick"].max()) + SOFT + ABOVE
    joints = np.concatenate([starts, ends])
    region = around(joints, margin=spare * stance.length, width=width, height=height)
    step = ceil(sqrt(region.width * region.height / CELLS))
    scale = stance.length / step  # a hand's length in cells
    placed["start"] = onto_cells(starts, region=region, step=step)
    placed["end"] = onto_cells(ends, region=region, step=step)
    placed["thick"] *= scale
    placed["level"] *= scale
    rows, columns = cells(region, step=step)
    seen = relief(placed, rows=rows, columns=columns)
    outline = cv2.GaussianBlur(seen.distance, (3, 3), 0.7)  # else narrow gaps look dotted
    large = partial(enlarged, region=region, step=step)
    return Cover(
        region,
        colour=rounded(large(lit(seen, look))),
        alpha=rounded(np.maximum(large(127.5 - 255 * step * outline), 0)),
        shade=rounded(large(_shade(seen.distance, look=look, scale=scale)), scale=255),
    )


def _shade(distance: Map, *, look: Look, scale: float) -> Map:
    """Light that is left around limbs, as they are a little above what they hide."""
    hidden = np.minimum(np.maximum(0.5 - distance, 0), 1)
    side = 1 + 2 * round(SOFT * scale)
    soft = cv2.blur(hidden, (side, side), borderType=cv2.BORDER_REPLICATE)
    x, y, _ = look.light
    shift = np.array([[1, 0, -x * ABOVE * scale], [0, 1, -y * ABOVE * scale]])
    size = distance.shape[::-1]
    return np.asarray(1 - DARK * cv2.warpAffine(soft, shift, size, borderMode=cv2.BORDER_REPLICATE))
