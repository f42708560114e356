"""Geometry as one matrix: whatever moves a picture is multiplied up, and its pixels move once."""

from collections.abc import Callable, Iterable
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.augment.chance import Drawn
from cartvision.augment.library import albumentations
from cartvision.errors import InputError
from cartvision.vision.boxes import Boxes
from cartvision.vision.codec import Pixels

Matrix = NDArray[np.float64]  # (3, 3), from places in the parent to places in the copy
Layers = NDArray[np.uint8]  # (height, width, 4): RGB and a fourth that nobody reads


def _affine(numbers: dict[str, Any], *, width: int, height: int) -> Matrix:  # noqa: ARG001
    """albumentations' matrix for boxes: it counts places from the corner of the first pixel."""
    return np.asarray(numbers["bbox_matrix"], dtype=np.float64)


def _perspective(numbers: dict[str, Any], *, width: int, height: int) -> Matrix:
    """What was cut out is stretched to the size of the picture."""
    across, down = width / numbers["max_width"], height / numbers["max_height"]
    return _stretch(across, down) @ np.asarray(numbers["matrix"], dtype=np.float64)


def _crop(numbers: dict[str, Any], *, width: int, height: int) -> Matrix:
    """As above."""
    left, top, right, bottom = numbers["crop_coords"]
    return _stretch(width / (right - left), height / (bottom - top)) @ _shift(-left, -top)


OF: dict[type, Callable[..., Matrix]] = {
    albumentations.Affine: _affine,
    albumentations.Perspective: _perspective,
    albumentations.RandomCropFromBorders: _crop,
}


UNHEEDED = {  # arguments of these that say how pixels are drawn: one warp draws them all
    "border_mode",
    "fill",
    "fill_mask",
    "interpolation",
    "mask_interpolation",
    "rotate_method",
}
RIGHT_ANGLE = 90  # degrees; shears of both axes that reach it together mirror, or flatten


def require_known(made: Any, arguments: dict[str, Any]) -> None:
    """One matrix says all that is asked for, and it mirrors nothing."""
    kind = type(made)
    if kind not in OF:
        raise InputError(
            f"the policy moves pixels by {kind.__name__}; "
            f"what one matrix can say is: {', '.join(kind.__name__ for kind in OF)}"
        )
    if unheeded := sorted(UNHEEDED & set(arguments)):
        raise InputError(
            f"the policy's {kind.__name__} gives {', '.join(unheeded)}, which nothing heeds: "
            "all geometry is one warp; leave it out, the policy's border says what shows"
        )
    if kind is albumentations.Affine:
        _require_upright(made)
    if kind is albumentations.Perspective and not made.keep_size:
        raise InputError("the policy's Perspective has keep_size: false; a copy keeps its size")


def _require_upright(affine: Any) -> None:
    if affine.fit_output:
        raise InputError(
            "the policy's Affine has fit_output: true, but a copy keeps its size; "
            "give a smaller scale, or a Perspective with fit_output"
        )
    if min(value for axis in affine.scale.values() for value in axis) <= 0:
        raise InputError(
            "the policy's Affine has a scale of 0 or below, which mirrors: a package's text "
            "never is; give scales above 0"
        )
    if sum(max(map(abs, axis)) for axis in affine.shear.values()) >= RIGHT_ANGLE:
        raise InputError(
            f"the policy's Affine has shears of {RIGHT_ANGLE} degrees or more in all, which "
            "mirror: a package's text never is; give less"
        )


def matrix_of(drawn: Iterable[Drawn], *, width: int, height: int) -> Matrix:
    """All of them one after another; each gives back a picture of the same size."""
    whole = np.eye(3)
    for one in drawn:
        whole = OF[type(one.transform)](one.numbers, width=width, height=height) @ whole
    return whole


def warped(layers: Layers, matrix: Matrix, *, border: int | Literal["edge"]) -> Pixels:
    """The moved pixels. Four layers move in half the time of three: they fill a register."""
    height, width = layers.shape[:2]
    grey = 0 if border == "edge" else border
    moved = cv2.warpPerspective(
        layers,
        _shift(-0.5, -0.5) @ matrix @ _shift(0.5, 0.5),  # OpenCV counts from a pixel's middle
        (width, height),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE if border == "edge" else cv2.BORDER_CONSTANT,
        borderValue=(grey,) * 4,
    )
    return np.asarray(cv2.cvtColor(moved, cv2.COLOR_RGBA2RGB), dtype=np.uint8)


def corners(boxes: Boxes, matrix: Matrix) -> NDArray[np.float32]:
    """Where the corners of (n, 4) boxes go: (n, 4, 2), in order around each."""
    if not len(boxes):
        return np.zeros((0, 4, 2), dtype=np.float32)
    around = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 1, 2)
    moved = cv2.perspectiveTransform(around.astype(np.float64), matrix)
    return np.asarray(moved, dtype=np.float32).reshape(-1, 4, 2)


def _shift(across: float, down: float) -> Matrix:
    return np.array([[1, 0, across], [0, 1, down], [0, 0, 1]], dtype=np.float64)


def _stretch(across: float, down: float) -> Matrix:
    return np.array([[across, 0, 0], [0, down, 0], [0, 0, 1]], dtype=np.float64)
