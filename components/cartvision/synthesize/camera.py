"""From the flat canvas to a photograph: viewpoint, lens, light, blur and noise."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.clutter import Owners
from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.stores import Store

MARGIN = 0.09  # of the picture's sides: how much more canvas there is on each side


@dataclass(frozen=True)
class View:
    """Which point of the canvas every pixel of the picture sees."""

    map_x: NDArray[np.float32]  # (height, width), canvas pixels
    map_y: NDArray[np.float32]

    def take(self, canvas: Canvas) -> Canvas:
        seen = cv2.remap(
            canvas, self.map_x, self.map_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        return np.asarray(seen)

    def take_owners(self, owners: Owners) -> Owners:
        return np.asarray(cv2.remap(owners, self.map_x, self.map_y, cv2.INTER_NEAREST))

    def magnification(self, x: float, y: float) -> float:
        """Picture pixels per canvas pixel, by area, near this point of the canvas."""
        column = int(np.clip(x - self.map_x[0, 0], 1, self.map_x.shape[1] - 2))
        row = int(np.clip(y - self.map_y[0, 0], 1, self.map_y.shape[0] - 2))
        across = (
            self.map_x[row, column + 1] - self.map_x[row, column - 1],
            self.map_y[row, column + 1] - self.map_y[row, column - 1],
        )
        down = (
            self.map_x[row + 1, column] - self.map_x[row - 1, column],
            self.map_y[row + 1, column] - self.map_y[row - 1, column],
        )
        return 4.0 / abs(float(across[0] * down[1] - across[1] * down[0]))


def canvas_size(width: int, height: int) -> tuple[int, int]:
    return round(width * (1 + 2 * MARGIN)), round(height * (1 + 2 * MARGIN))


def view(width: int, height: int, *, look: Store, rng: np.random.Generator) -> View:
    """A viewpoint a little to the side, turned and rolled, through the store's own lens."""
    yaw, pitch = rng.normal(0, 0.035, 2).clip(-0.07, 0.07)
    roll = float(rng.normal(0, 0.012))
    half = np.array([width, height]) / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=np.float64)
    leaning = corners * (1 + np.stack([corners[:, 1] * pitch, corners[:, 0] * yaw], axis=1))
    turn = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    seen = (leaning * half) @ turn.T + np.array(canvas_size(width, height)) / 2
    source = (corners * half + half).astype(np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(source, seen.astype(np.float32)), np.float32)
    return _through_lens(width, height, matrix=matrix, bend=look.distortion)


def _through_lens(width: int, height: int, *, matrix: NDArray[np.float32], bend: float) -> View:
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    across, down = (x - width / 2) / width * 2, (y - height / 2) / height * 2
    stretch = 1 + bend * (across**2 + down**2 - 1) / 2
    bent = np.ones((height, width, 3), dtype=np.float32)
    bent[..., 0] = (across * stretch + 1) * width / 2
    bent[..., 1] = (down * stretch + 1) * height / 2
    points = bent @ matrix.T
    return View(
        map_x=np.ascontiguousarray(points[..., 0] / points[..., 2]),
        map_y=np.ascontiguousarray(points[..., 1] / points[..., 2]),
    )


def expose(seen: Canvas, *, look: Store, rng: np.random.Generator) -> Canvas:
    """The light of the store on what is seen, through lens and sensor."""
    picture = seen.astype(np.float32) * _lamps(seen, rng=rng)
    picture *= np.array(look.light, dtype=np.float32) * look.exposure * rng.uniform(0.9, 1.1)
    picture = (picture - 118) * look.contrast + 118
    for _ in range(int(rng.poisson(0.9))):
        _glare(picture, rng=rng)
    picture = _soften(picture, look=look, rng=rng)
    grain = rng.standard_normal(picture.shape, dtype=np.float32)
    return np.asarray(np.clip(picture + grain * look.noise, 0, 255), dtype=np.uint8)


def _lamps(seen: Canvas, *, rng: np.random.Generator) -> NDArray[np.float32]:
    """Uneven light: a few soft pools, and darker corners."""
    pools = rng.uniform(0.8, 1.14, (4, 4)).astype(np.float32)
    height, width = seen.shape[:2]
    smooth = np.asarray(cv2.resize(pools, (width, height), interpolation=cv2.INTER_CUBIC))
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    corners = 1 - float(rng.uniform(0.02, 0.16)) * (x * x + y * y)
    return np.asarray((smooth * corners)[..., None], dtype=np.float32)


def _glare(picture: NDArray[np.float32], *, rng: np.random.Generator) -> None:
    """A lamp mirrored in foil or glass."""
    height, width = picture.shape[:2]
    x = np.arange(width, dtype=np.float32)[None, :] - width * rng.random()
    y = np.arange(height, dtype=np.float32)[:, None] - height * rng.random()
    wide, tall = width * rng.uniform(0.02, 0.1), height * rng.uniform(0.02, 0.07)
    spot = np.exp(-((x / wide) ** 2) - (y / tall) ** 2) * rng.uniform(60, 150)
    picture += spot[..., None].astype(np.float32)


def _soften(
    picture: NDArray[np.float32], *, look: Store, rng: np.random.Generator
) -> NDArray[np.float32]:
    """The lens' blur; one picture in eight is also shaken by the rolling cart."""
    if rng.random() < 0.12:
        reach = int(rng.integers(3, 6))
        kernel = np.full((1, reach), 1 / reach, dtype=np.float32)
        picture = np.asarray(cv2.filter2D(picture, -1, kernel), dtype=np.float32)
    sigma = look.blur * rng.uniform(0.8, 1.2)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma), dtype=np.float32)
