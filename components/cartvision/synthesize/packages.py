"""Drawing a package: its outline, contents, label, cap and shading, as a picture with alpha."""

from collections.abc import Callable
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize import labels
from cartvision.synthesize.bundles import BUNDLES
from cartvision.synthesize.forms import Form, Rect, form, outline, pixels
from cartvision.synthesize.goods import Colour, Shape, Sku
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.pictures import ball, smooth

Sprite = NDArray[np.uint8]  # (height, width, 4) RGB and alpha
Mask = NDArray[np.uint8]  # (height, width)

GLASSES: tuple[Colour, ...] = (
    (34, 52, 30),
    (24, 24, 26),
    (92, 54, 20),
    (196, 206, 190),
    (60, 84, 40),
)
SIDES = (96, 192, 384, 768)  # pixels of the longer side as it is drawn, before it is fitted


@lru_cache(maxsize=64)  # neighbours on a shelf
def package(sku: Sku, *, width: int, height: int, turned: bool) -> Sprite:
    """One clean package, standing straight; shared, so never to be drawn into."""
    side = next((side for side in SIDES if side >= max(width, height)), SIDES[-1])
    drawn = _drawn(sku, side=side, turned=turned)
    fitted = cv2.resize(drawn, (width, height), interpolation=cv2.INTER_AREA)
    sprite = np.asarray(fitted, dtype=np.uint8)
    sprite.flags.writeable = False
    return sprite


@lru_cache(maxsize=128)
def _drawn(sku: Sku, *, side: int, turned: bool) -> Sprite:
    wide, tall = sku.line.size
    width, height = (max(8, round(side * length / max(wide, tall))) for length in (wide, tall))
    if sku.line.shape in BUNDLES and not turned:
        return BUNDLES[sku.line.shape](sku, width, height)
    shape = form(sku.line)
    mask = outline(shape, width=width, height=height)
    face = _contents(sku, width=width, height=height)
    alpha = np.full((height, width), _clarity(sku), dtype=np.uint8)
    area = _label_area(sku, shape)
    if area[3] > area[1]:
        x1, y1, x2, y2 = pixels(area, width=width, height=height)
        printed = labels.back if turned else labels.front
        face[y1:y2, x1:x2] = printed(sku, width=x2 - x1, height=y2 - y1)
        alpha[y1:y2, x1:x2] = 255
    if sku.line.shape in FINISHES:
        FINISHES[sku.line.shape](face)
    if sku.line.shape in CUTS:
        CUTS[sku.line.shape](face, mask)
    if sku.line.cap:
        _cap(face, mask=mask, alpha=alpha, sku=sku, area=shape.cap)
    shaded = shade(face, roundness=shape.roundness, lamp=0.2 + sku.line.design % 5 * 0.06)
    if shape.soft:
        shaded = _wrinkled(shaded, seed=sku.line.design)
    return np.dstack([shaded, np.minimum(alpha, mask)])


def _clarity(sku: Sku) -> int:
    """Alpha of the walls: the same for all flavours; some bottles are almost as clear as air."""
    if not sku.line.transparent:
        return 255
    return 150 + sku.line.design % 4 * 22


def _label_area(sku: Sku, shape: Form) -> Rect:
    """A see-through bag has a window below its label; one clear bottle in four has no label."""
    x1, y1, x2, _ = shape.label
    if not sku.line.transparent:
        return shape.label
    if shape.soft:
        return (x1, y1, x2, 0.6)
    bare = sku.line.shape == "bottle" and sku.line.design % 4 == 0
    return (x1, y1, x2, y1) if bare else shape.label


def _contents(sku: Sku, *, width: int, height: int) -> Canvas:
    """The body's own colour: paint, glass, a liquid with its level, or pieces behind a window."""
    face = np.empty((height, width, 3), dtype=np.uint8)
    face[:] = GLASSES[sku.line.design % len(GLASSES)] if sku.line.shape == "wine" else sku.body
    if sku.line.transparent and form(sku.line).soft:
        _pieces(face, sku)
    elif sku.line.transparent:
        level = round(height * 0.22)
        face[:level] = (face[:level].astype(np.uint16) + 2 * 225) // 3
        face[level : level + 2] = 235
    return face


def _pieces(face: Canvas, sku: Sku) -> None:
    height, width = face.shape[:2]
    rng = np.random.default_rng(sku.line.design)
    big = width * rng.uniform(0.06, 0.14)
    for y in np.arange(height * 0.5, height + big, big):
        for x in np.arange(0, width + big, big * 1.4):
            at = (x + rng.uniform(-0.5, 0.5) * big, y + rng.uniform(-0.5, 0.5) * big)
            ball(face, at, (big, big * 0.55), rng.uniform(0, 180), sku.body)


def _rims(face: Canvas) -> None:
    height = face.shape[0]
    face[: round(height * 0.08)] = (196, 200, 204)
    face[round(height * 0.03) : round(height * 0.05)] = (120, 124, 128)
    face[round(height * 0.95) :] = (170, 174, 178)


def _foil(face: Canvas) -> None:
    """The capsule of a bottle's neck, in the colour of its label's middle."""
    height, width = face.shape[:2]
    face[: round(height * 0.2)] = face[round(height * 0.7), width // 2] // 2 + 40


def _rim(face: Canvas) -> None:
    """The lid of a tub or canister."""
    height = face.shape[0]
    lid = face[: max(2, round(height * 0.07))]
    lid[:] = (225, 228, 230)
    lid[-1] = 120


def _gable(face: Canvas) -> None:
    """The pressed seam and the sloping roof of a carton."""
    height = face.shape[0]
    seam, fold = round(height * 0.05), round(height * 0.19)
    face[:seam] = np.minimum(face[:seam].astype(np.uint16) + 40, 255)
    slope = np.linspace(0.78, 1.0, max(1, fold - seam))[:, None, None]
    face[seam:fold] = face[seam:fold] * slope
    face[seam : seam + 1] //= 2


def _crimp(face: Canvas) -> None:
    """The pressed seams of a bag."""
    height, width = face.shape[:2]
    step = max(3, width // 16)
    for seam in (face[: round(height * 0.06)], face[round(height * 0.94) :]):
        seam[:, ::step] = seam[:, ::step] // 5 * 3


def _trigger(face: Canvas, mask: Mask) -> None:
    """Nozzle and trigger of a spray bottle, to the left of its neck."""
    height, width = face.shape[:2]
    head = [
        (0.12, 0.0), (0.78, 0.02), (0.82, 0.1), (0.6, 0.13), (0.6, 0.22), (0.4, 0.22),
        (0.38, 0.13), (0.26, 0.12), (0.2, 0.24), (0.13, 0.22), (0.18, 0.1), (0.1, 0.08),
    ]  # fmt: skip
    points = (np.array(head) * (width, height)).astype(np.int32)
    mask[: round(height * 0.22)] = 0
    cv2.fillPoly(mask, [points], 255, cv2.LINE_AA)
    face[: round(height * 0.22)] = (214, 60, 50) if face[-1, 0, 0] % 2 else (236, 236, 238)


def _handle(face: Canvas, mask: Mask) -> None:
    """The hole that a hand goes through."""
    height, width = face.shape[:2]
    at = (round(width * 0.8), round(height * 0.33))
    axes = (max(1, round(width * 0.055)), max(1, round(height * 0.08)))
    cv2.ellipse(mask, at, axes, 12, 0, 360, 0, cv2.FILLED, cv2.LINE_AA)


FINISHES: dict[Shape, Callable[[Canvas], None]] = {
    "bag": _crimp,
    "can": _rims,
    "canister": _rim,
    "carton": _gable,
    "pouch": _crimp,
    "tub": _rim,
    "wine": _foil,
}
CUTS: dict[Shape, Callable[[Canvas, Mask], None]] = {"jug": _handle, "spray": _trigger}


def _cap(face: Canvas, *, mask: Mask, alpha: Mask, sku: Sku, area: Rect) -> None:
    x1, y1, x2, y2 = pixels(area, width=face.shape[1], height=face.shape[0])
    face[y1:y2, x1:x2] = sku.accent if sum(sku.accent) < 690 else (206, 208, 214)
    step = max(3, (x2 - x1) // 8)
    face[y1:y2, x1:x2:step] = face[y1:y2, x1:x2:step] // 3 * 2
    face[y2 - 1 : y2, x1:x2] //= 2
    mask[y1:y2, x1:x2] = 255
    alpha[y1:y2, x1:x2] = 255


def shade(face: Canvas, *, roundness: float, lamp: float) -> Canvas:
    """Darker towards the sides as it is rounder, with a streak of light and a faint second one."""
    across = np.linspace(-1, 1, face.shape[1], dtype=np.float32)
    light = 1.06 - 0.09 * (across + 1) - 0.5 * roundness * np.abs(across) ** 2.6
    streak = (75 * roundness + 6) * np.exp(-(((across + 2 * lamp) / 0.12) ** 2))
    streak += 40 * roundness * np.exp(-(((across - 0.72) / 0.07) ** 2))
    return np.asarray(
        np.clip(face * light[None, :, None] + streak[None, :, None], 0, 255), dtype=np.uint8
    )


def _wrinkled(face: Canvas, *, seed: int) -> Canvas:
    """Film and foil: folds that catch the light, most of them near the seams."""
    rng = np.random.default_rng(seed)
    height, width = face.shape[:2]
    folds = smooth((height, width), cells=int(rng.integers(5, 9)), rng=rng)
    fine = smooth((height, width), cells=int(rng.integers(12, 22)), rng=rng)
    relief = np.gradient(folds * 8 + fine * 1.5, axis=1).astype(np.float32) * width / 60
    light = np.clip(relief, -1.5, 2.2) * rng.uniform(8, 22)
    return np.asarray(np.clip(face + light[..., None], 0, 255), dtype=np.uint8)
