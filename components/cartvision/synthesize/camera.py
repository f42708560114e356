"""From the flat canvas to what the lens sees: viewpoint, perspective and distortion."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.compose import Owners
from cartvision.synthesize.motifs import Canvas

Matrix = NDArray[np.float64]  # (3, 3)
EDGE = 4  # pixels of canvas beyond what is seen


@dataclass(frozen=True)
class Swing:
    """How far from straight a viewpoint may be; each is the deviation of a normal draw."""

    yaw: float = 0.035  # to the side: how much nearer one side is than the middle
    pitch: float = 0.04  # from above or below
    roll: float = 0.014  # radians
    least: float = 0.0  # yaw below this is not this scene


@dataclass(frozen=True)
class View:
    """Which point of the canvas every pixel of the picture sees."""

    map_x: NDArray[np.float32]  # (height, width), canvas pixels
    map_y: NDArray[np.float32]
    matrix: Matrix  # from picture to canvas, before the lens
    bend: float

    @property
    def canvas_size(self) -> tuple[int, int]:
        """Width and height of the canvas that is seen."""
        return int(self.map_x.max()) + EDGE, int(self.map_y.max()) + EDGE

    def take(self, canvas: Canvas) -> Canvas:
        return np.asarray(cv2.remap(canvas, self.map_x, self.map_y, cv2.INTER_LINEAR))

    def take_owners(self, owners: Owners) -> Owners:
        return np.asarray(cv2.remap(owners, self.map_x, self.map_y, cv2.INTER_NEAREST))

    def magnification(self, x: float, y: float) -> float:
        """Picture pixels per canvas pixel, by area, near this point of the canvas."""
        inverse = np.linalg.inv(self.matrix)
        across, down, depth = inverse @ (x, y, 1.0)
        height, width = self.map_x.shape
        u, v = across / depth / width * 2 - 1, down / depth / height * 2 - 1
        around = u * u + v * v
        stretch = 1 + self.bend * (around - 1) / 2
        lens = stretch * (stretch + self.bend * around)
        return float(abs(np.linalg.det(inverse) / depth**3) / lens)


def view(width: int, height: int, *, swing: Swing, bend: float, rng: np.random.Generator) -> View:
    """A viewpoint to the side, turned and rolled, through the store's own lens."""
    yaw, pitch = rng.normal(0, 1, 2).clip(-2, 2) * (swing.yaw, swing.pitch)
    yaw = np.sign(yaw or 1.0) * max(abs(yaw), swing.least)
    roll = rng.normal(0, 1) * swing.roll
    half = np.array([width, height]) / 2
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=np.float64)
    leaning = corners * (1 + np.stack([corners[:, 1] * pitch, corners[:, 0] * yaw], axis=1))
    leaning[:, 0] *= 1 + 1.3 * abs(yaw)
    turn = np.array([[np.cos(roll), -np.sin(roll)], [np.sin(roll), np.cos(roll)]])
    seen = ((leaning * half) @ turn.T).astype(np.float32)
    source = (corners * half + half).astype(np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(source, seen), dtype=np.float64)
    return _through_lens(width, height, matrix=matrix, bend=bend)


def _through_lens(width: int, height: int, *, matrix: Matrix, bend: float) -> View:
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    across, down = (x - width / 2) / width * 2, (y - height / 2) / height * 2
    stretch = 1 + bend * (across**2 + down**2 - 1) / 2
    bent = np.ones((height, width, 3), dtype=np.float32)
    bent[..., 0] = (across * stretch + 1) * width / 2
    bent[..., 1] = (down * stretch + 1) * height / 2
    points = bent @ matrix.T.astype(np.float32)
    map_x, map_y = points[..., 0] / points[..., 2], points[..., 1] / points[..., 2]
    off = np.array([EDGE - map_x.min(), EDGE - map_y.min()], dtype=np.float64)
    moved = np.array([[1, 0, off[0]], [0, 1, off[1]], [0, 0, 1]])
    return View(
        map_x=np.ascontiguousarray(map_x + np.float32(off[0])),
        map_y=np.ascontiguousarray(map_y + np.float32(off[1])),
        matrix=moved @ matrix,
        bend=bend,
    )
