"""The silhouettes of packages, as shares of their width and height."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.goods import Line

Rect = tuple[float, float, float, float]  # x1, y1, x2, y2 as shares of the package
Half = tuple[tuple[float, float], ...]  # the right half of an outline, from top to bottom


@dataclass(frozen=True)
class Form:
    """The geometry of one shape of package."""

    outline: Half
    label: Rect
    cap: Rect = (0, 0, 0, 0)
    roundness: float = 0.0  # 0 is a flat front, 1 a cylinder
    soft: bool = False  # film or foil that wrinkles
    lid: float = 0.0  # width of the round top that is seen from above


FORMS = {
    "box": Form(((0.5, 0), (0.5, 1)), label=(0, 0, 1, 1)),
    "box capped": Form(
        ((0.3, 0.05), (0.5, 0.17), (0.5, 1)), label=(0, 0.17, 1, 1), cap=(0.33, 0, 0.67, 0.1)
    ),
    "carton": Form(
        ((0.5, 0), (0.5, 0.05), (0.47, 0.06), (0.5, 0.18), (0.5, 1)), label=(0, 0.05, 1, 1),
    ),
    "carton capped": Form(
        ((0.5, 0), (0.5, 0.05), (0.47, 0.06), (0.5, 0.2), (0.5, 1)), label=(0, 0.19, 1, 1),
        cap=(0.32, 0.07, 0.68, 0.17),
    ),
    "bottle capped": Form(
        ((0.17, 0.05), (0.17, 0.13), (0.26, 0.2), (0.45, 0.3), (0.5, 0.37), (0.5, 0.97),
         (0.44, 1)),
        label=(0, 0.44, 1, 0.86), cap=(0.3, 0, 0.7, 0.1), roundness=0.9,
    ),
    "waisted capped": Form(
        ((0.15, 0.04), (0.15, 0.11), (0.3, 0.2), (0.46, 0.32), (0.5, 0.4), (0.44, 0.55),
         (0.46, 0.65), (0.5, 0.72), (0.5, 0.96), (0.42, 1)),
        label=(0, 0.42, 1, 0.66), cap=(0.32, 0, 0.68, 0.09), roundness=0.9,
    ),
    "wine": Form(
        ((0.19, 0), (0.19, 0.06), (0.16, 0.07), (0.17, 0.28), (0.3, 0.35), (0.48, 0.44), (0.5, 0.5),
         (0.5, 0.98), (0.46, 1)),
        label=(0, 0.56, 1, 0.9), roundness=1.0,
    ),
    "can": Form(
        ((0.42, 0), (0.44, 0.03), (0.5, 0.08), (0.5, 0.95), (0.44, 1)),
        label=(0, 0.08, 1, 0.95), roundness=1.0, lid=0.86,
    ),
    "canister": Form(
        ((0.5, 0), (0.5, 0.06), (0.48, 0.07), (0.48, 0.97), (0.5, 1)),
        label=(0, 0.07, 1, 0.97), roundness=0.95, lid=1.0,
    ),
    "tub": Form(
        ((0.5, 0), (0.5, 0.12), (0.48, 0.13), (0.38, 1)), label=(0, 0.13, 1, 1), roundness=0.75,
        lid=1.0,
    ),
    "tube capped": Form(
        ((0.5, 0), (0.5, 0.07), (0.46, 0.4), (0.34, 0.84), (0.32, 1)), label=(0, 0.07, 1, 0.83),
        cap=(0.17, 0.85, 0.83, 1), roundness=0.5,
    ),
    "bag": Form(
        ((0.48, 0), (0.46, 0.06), (0.49, 0.14), (0.5, 0.5), (0.49, 0.86), (0.46, 0.94), (0.48, 1)),
        label=(0, 0.07, 1, 0.93), roundness=0.45, soft=True,
    ),
    "bag capped": Form(
        ((0.2, 0.09), (0.46, 0.16), (0.5, 0.5), (0.5, 0.94), (0.47, 1)),
        label=(0, 0.16, 1, 0.95), cap=(0.34, 0, 0.66, 0.11), roundness=0.45, soft=True,
    ),
    "pouch": Form(
        ((0.46, 0), (0.45, 0.1), (0.47, 0.3), (0.5, 0.85), (0.48, 0.97), (0.4, 1)),
        label=(0, 0, 1, 1), roundness=0.35, soft=True,
    ),
    "sack": Form(
        ((0.46, 0), (0.48, 0.05), (0.5, 0.12), (0.49, 0.5), (0.5, 0.9), (0.47, 1)),
        label=(0, 0.06, 1, 1), roundness=0.25, soft=True,
    ),
    "jar capped": Form(
        ((0.44, 0.1), (0.44, 0.17), (0.5, 0.25), (0.5, 0.95), (0.45, 1)),
        label=(0, 0.4, 1, 0.84), cap=(0.03, 0, 0.97, 0.16), roundness=0.9, lid=0.94,
    ),
    "jug capped": Form(
        ((0.2, 0.06), (0.22, 0.14), (0.46, 0.24), (0.5, 0.34), (0.5, 0.95), (0.46, 1)),
        label=(0.06, 0.42, 0.94, 0.9), cap=(0.3, 0, 0.66, 0.13), roundness=0.4,
    ),
    "spray": Form(
        ((0.1, 0), (0.1, 0.2), (0.2, 0.27), (0.42, 0.36), (0.45, 0.5), (0.36, 0.6), (0.45, 0.7),
         (0.45, 0.97), (0.4, 1)),
        label=(0, 0.42, 1, 0.9), roundness=0.6,
    ),
}  # fmt: skip


def form(line: Line) -> Form:
    """Half the bottles have a waist; what is more than one body is as square as a box."""
    if line.shape == "bottle" and line.design % 2:
        return FORMS["waisted capped"]
    return FORMS.get(f"{line.shape} capped" if line.cap else line.shape, FORMS["box"])


def outline(shape: Form, *, width: int, height: int) -> NDArray[np.uint8]:
    """The silhouette as a mask."""
    half = np.array(shape.outline)
    right = np.stack([(0.5 + half[:, 0]) * (width - 1), half[:, 1] * (height - 1)], axis=1)
    left = np.stack([(0.5 - half[:, 0]) * (width - 1), half[:, 1] * (height - 1)], axis=1)
    points = np.concatenate([right, left[::-1]]).round().astype(np.int32)
    mask = np.zeros((height, width), dtype=np.uint8)
    cv2.fillPoly(mask, [points], 255, cv2.LINE_AA)
    return mask


def pixels(area: Rect, *, width: int, height: int) -> tuple[int, int, int, int]:
    x1, y1, x2, y2 = area
    return round(x1 * width), round(y1 * height), round(x2 * width), round(y2 * height)
