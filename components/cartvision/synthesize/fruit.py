"""Loose fruit and vegetables: an outline, a skin, a stem, and light on something round."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.goods import Colour, Shape, Sku
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.pictures import smooth

Radius = Callable[[NDArray[np.float64]], NDArray[np.float64]]  # angle → share of the half size
INDIVIDUALS = 6  # of each article; what is drawn once lies in many places
GREEN: Colour = (96, 130, 58)


@dataclass(frozen=True)
class Skin:
    """How one kind of produce differs from a ball of one colour."""

    radius: Radius
    mottled: float = 0.35  # how far patches go from the body's colour to the accent
    gloss: float = 90.0
    grain: float = 3.0  # grey levels of fine texture
    calyx: float = 0.0  # size of the green star or stalk
    calyx_at: tuple[float, float] = (0.0, -0.15)
    ribs: int = 0  # furrows from top to bottom


def _round(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.ones_like(angle)


def _apple(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return 0.97 - 0.1 * np.exp(-(((angle + np.pi / 2) / 0.35) ** 2)) + 0.03 * np.cos(2 * angle)


def _lemon(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    tips = np.abs(np.cos(angle)) ** 14
    return np.asarray(0.82 + 0.18 * tips)


def _pear(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(0.84 + 0.16 * np.abs(np.sin(angle)) - 0.28 * np.exp(
        -((np.abs(angle + np.pi / 2) - 0.75) / 0.4) ** 2))  # fmt: skip


def _pepper(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(0.93 + 0.07 * np.cos(4 * angle + 0.5) - 0.05 * np.cos(3 * angle))


def _lumpy(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(0.92 + 0.05 * np.cos(2 * angle + 1) + 0.04 * np.cos(3 * angle))


def _club(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    """Narrow above, heavy below."""
    return np.asarray(
        0.86 + 0.14 * np.sin(angle) ** 2 - 0.16 * (np.sin(angle) < 0) * np.cos(angle) ** 2
    )


SKINS: dict[Shape, Skin] = {
    "apple": Skin(_apple, mottled=0.9, calyx=0.07, calyx_at=(0.05, -0.62)),
    "aubergine": Skin(_club, mottled=0.05, gloss=150, grain=1, calyx=0.42, calyx_at=(0, -0.86)),
    "banana": Skin(_round, mottled=0.3, gloss=40, grain=3),
    "cucumber": Skin(_round, mottled=0.5, gloss=70, grain=7, ribs=4),
    "kiwi": Skin(_round, mottled=0.4, gloss=20, grain=11),
    "lemon": Skin(_lemon, mottled=0.3, gloss=80, grain=7),
    "melon": Skin(_round, mottled=0.7, gloss=35, grain=12, ribs=6),
    "orange": Skin(_round, mottled=0.3, gloss=80, grain=8, calyx=0.06, calyx_at=(-0.2, -0.3)),
    "pear": Skin(_pear, mottled=0.7, gloss=50, grain=7, calyx=0.06, calyx_at=(0, -0.92)),
    "pepper": Skin(
        _pepper, mottled=0.1, gloss=170, grain=1, calyx=0.3, calyx_at=(0, -0.66), ribs=3
    ),
    "potato": Skin(_lumpy, mottled=0.5, gloss=18, grain=12),
    "tomato": Skin(_round, mottled=0.15, gloss=150, grain=1, calyx=0.3, calyx_at=(0.1, -0.3)),
}


def produce(sku: Sku, *, width: int, height: int, individual: int) -> NDArray[np.uint8]:
    """One piece, RGB and alpha, lit from above on the left."""
    fine = 96 if max(width, height) <= 96 else 256
    sprite = _piece(sku, fine, individual % INDIVIDUALS)
    return np.asarray(cv2.resize(sprite, (width, height), interpolation=cv2.INTER_AREA))


@lru_cache(maxsize=160)
def _piece(sku: Sku, fine: int, individual: int) -> NDArray[np.uint8]:
    rng = np.random.default_rng([sku.line.design, individual])
    skin = SKINS[sku.line.shape]
    mask = _bunch(fine) if sku.line.shape == "banana" else _silhouette(skin, fine, rng=rng)
    x, y = np.meshgrid(*[np.linspace(-1, 1, fine, dtype=np.float32)] * 2)
    face = _flesh(sku, skin, x, rng=rng)
    face *= _light(mask, x, y)[..., None]
    spot = ((x + 0.32 + rng.normal(0, 0.06)) ** 2 + (y + 0.38) ** 2) / rng.uniform(0.015, 0.05)
    face += (skin.gloss * np.exp(-spot))[..., None]
    canvas = np.clip(face, 0, 255).astype(np.uint8)
    if skin.calyx:
        _calyx(canvas, mask, skin, rng=rng)
    if rng.random() < 0.3 and skin.gloss > 40:
        _sticker(canvas, rng=rng)
    return np.dstack([canvas, mask])


def _silhouette(skin: Skin, fine: int, *, rng: np.random.Generator) -> NDArray[np.uint8]:
    angle = np.linspace(-np.pi, np.pi, 72, endpoint=False)
    wobble = 1 + 0.025 * np.cos(angle * 2 + rng.uniform(0, 6)) + 0.015 * np.cos(angle * 3)
    reach = skin.radius(angle) * wobble * fine * 0.485
    edge = np.stack([np.cos(angle) * reach, np.sin(angle) * reach], axis=1) + fine / 2
    mask = np.zeros((fine, fine), dtype=np.uint8)
    cv2.fillPoly(mask, [edge.round().astype(np.int32)], 255, cv2.LINE_AA)
    return mask


def _bunch(fine: int) -> NDArray[np.uint8]:
    """Three to four bananas that share a stalk."""
    mask = np.zeros((fine, fine), dtype=np.uint8)
    for lift in (0.0, 0.12, 0.24):
        centre = (round(fine * 0.5), round(fine * (0.1 + lift)))
        axes = (round(fine * (0.43 - lift * 0.4)), round(fine * 0.55))
        cv2.ellipse(mask, centre, axes, 0, 12, 168, 255, round(fine * 0.14), cv2.LINE_AA)
    return mask


def _flesh(
    sku: Sku, skin: Skin, x: NDArray[np.float32], *, rng: np.random.Generator
) -> NDArray[np.float32]:
    """The colours of the skin before any light."""
    patches = np.clip(smooth(x.shape, cells=5, rng=rng) * 0.5 + 0.4 + rng.normal(0, 0.25), 0, 1)
    mixed = (patches * skin.mottled)[..., None]
    face = np.array(sku.body, dtype=np.float32) * (1 - mixed)
    if sku.line.shape not in ("pepper", "aubergine"):
        face += np.array(sku.accent, dtype=np.float32) * mixed
    face += smooth(x.shape, cells=48, rng=rng)[..., None] * skin.grain
    if skin.ribs:
        face *= (1 - 0.2 * np.abs(np.cos(x * skin.ribs * 1.6)) ** 8)[..., None]
    return np.asarray(face, dtype=np.float32)


def _light(
    mask: NDArray[np.uint8], x: NDArray[np.float32], y: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Lambert's law on the swelling that the outline suggests."""
    inside = np.asarray(cv2.distanceTransform(mask, cv2.DIST_L2, 3), dtype=np.float32)
    swell = np.sqrt(np.clip(inside / max(1.0, float(inside.max())), 0, 1))
    return np.asarray(0.42 + 0.66 * swell - 0.16 * (x + 1.4 * y) * (1 - 0.5 * swell))


def _calyx(
    canvas: Canvas, mask: NDArray[np.uint8], skin: Skin, *, rng: np.random.Generator
) -> None:
    fine = len(mask)
    size = fine * skin.calyx * 0.5
    centre = (np.array(skin.calyx_at) * 0.485 + 0.5) * fine + rng.normal(0, fine * 0.02, 2)
    for turn in np.linspace(0, 2 * np.pi, 6)[:-1] + rng.uniform(0, 1):
        tip = centre + size * np.array([np.cos(turn), np.sin(turn) * 0.7])
        ends = (centre.astype(int).tolist(), tip.astype(int).tolist())
        cv2.line(canvas, *ends, GREEN, max(1, round(size * 0.4)), cv2.LINE_AA)
    tip = centre - (size * rng.uniform(-0.3, 0.3), size * 0.9)
    ends = (centre.astype(int).tolist(), tip.astype(int).tolist())
    cv2.line(canvas, *ends, (84, 66, 36), max(1, round(size * 0.35)), cv2.LINE_AA)
    cv2.line(mask, *ends, 255, max(1, round(size * 0.35)), cv2.LINE_AA)


def _sticker(canvas: Canvas, *, rng: np.random.Generator) -> None:
    fine = len(canvas)
    at = tuple((fine * rng.uniform(0.35, 0.65, 2)).astype(int).tolist())
    colour = rng.integers(0, 255, 3).tolist()
    axes = (max(1, fine // 11), max(1, fine // 14))
    cv2.ellipse(canvas, at, axes, 20, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)
    cv2.ellipse(
        canvas, at, (axes[0] // 2, axes[1] // 2), 20, 0, 360, (245, 245, 240), 1, cv2.LINE_AA
    )
