"""Drawing a package: its outline, contents, label, cap and shading, as a picture with alpha."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize import labels
from cartvision.synthesize.catalogue import Sku
from cartvision.synthesize.motifs import Canvas

Sprite = NDArray[np.uint8]  # (height, width, 4) RGB and alpha
Rect = tuple[float, float, float, float]  # x1, y1, x2, y2 as shares of the package

GLASS = 205  # alpha of a see-through wall with its contents


@dataclass(frozen=True)
class Form:
    """The geometry of a shape of package, as shares of its width and height."""

    outline: tuple[tuple[float, float], ...]  # the right half, from top to bottom
    label: Rect
    cap: Rect = (0, 0, 0, 0)
    roundness: float = 0.0  # 0 is a flat front, 1 a cylinder


FORMS = {
    "box": Form(((0.5, 0), (0.5, 1)), label=(0, 0, 1, 1)),
    "box capped": Form(
        ((0.3, 0.05), (0.5, 0.17), (0.5, 1)), label=(0, 0.17, 1, 1), cap=(0.33, 0, 0.67, 0.1)
    ),
    "bottle capped": Form(
        ((0.17, 0.05), (0.17, 0.13), (0.26, 0.2), (0.45, 0.3), (0.5, 0.37), (0.5, 0.97),
         (0.44, 1)),
        label=(0, 0.44, 1, 0.86), cap=(0.3, 0, 0.7, 0.1), roundness=0.9,
    ),
    "can": Form(
        ((0.42, 0), (0.44, 0.03), (0.5, 0.08), (0.5, 0.95), (0.44, 1)),
        label=(0, 0.08, 1, 0.95), roundness=1.0,
    ),
    "bag": Form(
        ((0.48, 0), (0.46, 0.06), (0.49, 0.14), (0.5, 0.5), (0.49, 0.86), (0.46, 0.94), (0.48, 1)),
        label=(0, 0.07, 1, 0.93), roundness=0.45,
    ),
    "bag capped": Form(
        ((0.2, 0.09), (0.46, 0.16), (0.5, 0.5), (0.5, 0.94), (0.47, 1)),
        label=(0, 0.16, 1, 0.95), cap=(0.34, 0, 0.66, 0.11), roundness=0.45,
    ),
    "jar capped": Form(
        ((0.44, 0.1), (0.44, 0.17), (0.5, 0.25), (0.5, 0.95), (0.45, 1)),
        label=(0, 0.4, 1, 0.84), cap=(0.03, 0, 0.97, 0.16), roundness=0.9,
    ),
}  # fmt: skip


def package(sku: Sku, *, width: int, height: int, turned: bool) -> Sprite:
    """One clean package, standing straight."""
    form = FORMS[f"{sku.line.shape} capped" if sku.line.cap else sku.line.shape]
    mask = _mask(form, width=width, height=height)
    face = _contents(sku, width=width, height=height)
    alpha = np.full((height, width), GLASS if sku.line.transparent else 255, dtype=np.uint8)
    x1, y1, x2, y2 = _pixels(_label_area(sku, form), width=width, height=height)
    printed = labels.back if turned else labels.front
    face[y1:y2, x1:x2] = printed(sku, width=x2 - x1, height=y2 - y1)
    alpha[y1:y2, x1:x2] = 255
    if sku.line.shape == "can":
        _rims(face)
    if sku.line.cap:
        _cap(face, mask=mask, alpha=alpha, sku=sku, area=form.cap)
    shaded = _shade(face, roundness=form.roundness)
    if sku.line.shape == "bag":
        _crimp(shaded)
    return np.dstack([shaded, np.minimum(alpha, mask)])


def _label_area(sku: Sku, form: Form) -> Rect:
    """A see-through bag has a window below its label."""
    if sku.line.shape == "bag" and sku.line.transparent:
        return (form.label[0], form.label[1], form.label[2], 0.6)
    return form.label


def _pixels(area: Rect, *, width: int, height: int) -> tuple[int, int, int, int]:
    x1, y1, x2, y2 = area
    return round(x1 * width), round(y1 * height), round(x2 * width), round(y2 * height)


def _mask(form: Form, *, width: int, height: int) -> NDArray[np.uint8]:
    half = np.array(form.outline)
    right = np.stack([(0.5 + half[:, 0]) * (width - 1), half[:, 1] * (height - 1)], axis=1)
    left = np.stack([(0.5 - half[:, 0]) * (width - 1), half[:, 1] * (height - 1)], axis=1)
    outline = np.concatenate([right, left[::-1]]).round().astype(np.int32)
    mask = np.zeros((height, width), dtype=np.uint8)
    cv2.fillPoly(mask, [outline], 255, cv2.LINE_AA)
    return mask


def _contents(sku: Sku, *, width: int, height: int) -> Canvas:
    """The body's own colour: paint, a liquid with its level, or pieces behind a window."""
    face = np.empty((height, width, 3), dtype=np.uint8)
    face[:] = sku.body
    if sku.line.transparent and sku.line.shape == "bag":
        _pieces(face, sku)
    elif sku.line.transparent:
        level = round(height * 0.22)
        face[:level] = (face[:level].astype(np.uint16) + 2 * 225) // 3
        face[level : level + 2] = 235
    return face


def _pieces(face: Canvas, sku: Sku) -> None:
    height, width = face.shape[:2]
    step = max(4, width // 7)
    for row, y in enumerate(range(height // 2, height + step, step)):
        for column, x in enumerate(range(0, width + step, step)):
            tone = 0.72 + 0.14 * ((row * 3 + column * 5) % 4)
            colour = tuple(min(255, round(side * tone)) for side in sku.body)
            axes = (step * 3 // 4, max(1, step * 2 // 5))
            angle = (row * 67 + column * 41) % 180
            cv2.ellipse(face, (x, y), axes, angle, 0, 360, colour, cv2.FILLED, cv2.LINE_AA)


def _rims(face: Canvas) -> None:
    height = face.shape[0]
    face[: round(height * 0.08)] = (196, 200, 204)
    face[round(height * 0.03) : round(height * 0.05)] = (120, 124, 128)
    face[round(height * 0.95) :] = (170, 174, 178)


def _cap(
    face: Canvas,
    *,
    mask: NDArray[np.uint8],
    alpha: NDArray[np.uint8],
    sku: Sku,
    area: Rect,
) -> None:
    x1, y1, x2, y2 = _pixels(area, width=face.shape[1], height=face.shape[0])
    face[y1:y2, x1:x2] = sku.accent if sum(sku.accent) < 690 else (206, 208, 214)
    step = max(3, (x2 - x1) // 8)
    face[y1:y2, x1:x2:step] = face[y1:y2, x1:x2:step] // 3 * 2
    face[y2 - 1 : y2, x1:x2] //= 2
    mask[y1:y2, x1:x2] = 255
    alpha[y1:y2, x1:x2] = 255


def _shade(face: Canvas, *, roundness: float) -> Canvas:
    """Darker towards the sides as it is rounder, with one streak of light."""
    width = face.shape[1]
    across = np.linspace(-1, 1, width, dtype=np.float32)
    light = 1.06 - 0.09 * (across + 1) - 0.5 * roundness * np.abs(across) ** 2.6
    streak = (60 * roundness + 8) * np.exp(-(((across + 0.42) / 0.13) ** 2))
    shaded = face * light[None, :, None] + streak[None, :, None]
    return np.asarray(np.clip(shaded, 0, 255), dtype=np.uint8)


def _crimp(face: Canvas) -> None:
    """The pressed seams of a bag, and two soft folds."""
    height, width = face.shape[:2]
    step = max(3, width // 16)
    for seam in (face[: round(height * 0.06)], face[round(height * 0.94) :]):
        seam[:, ::step] = seam[:, ::step] // 5 * 3
    for x, lean in ((0.16, 0.07), (0.87, -0.06)):
        start = (round(width * x), round(height * 0.08))
        end = (round(width * (x + lean)), round(height * 0.6))
        cv2.line(face, start, end, (228, 228, 228), max(1, width // 45), cv2.LINE_AA)
