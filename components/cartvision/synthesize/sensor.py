"""From what the lens sees to a file: light, glare, haze, blur, noise, and a few bad cameras."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from cartvision.synthesize.motifs import Canvas
from cartvision.synthesize.pictures import smooth
from cartvision.synthesize.stores import Store

Light = NDArray[np.float32]  # (height, width, 3), grey levels


@dataclass(frozen=True)
class Sensor:
    """One camera on one day."""

    gain: tuple[float, float, float]  # of red, green, blue
    contrast: float
    haze: float  # grey levels of veil
    sigma: float  # pixels, the lens' blur
    shake: float  # pixels that the camera moved
    noise: float  # grey levels
    shrink: float  # 1, or how small the picture once was
    quality: int  # JPEG

    @property
    def blur(self) -> float:
        """Pixels that a detail is smeared over, from whatever cause."""
        return max(0.0, self.sigma - 0.5) + self.shake / 3 + 1 / self.shrink - 1


def sensor(look: Store, *, longer: int, rng: np.random.Generator) -> Sensor:
    """The store's own camera; every seventh picture comes from a bad one."""
    bad = rng.random() < 0.14
    exposure = look.exposure * (rng.uniform(0.6, 1.4) if bad else rng.uniform(0.85, 1.25))
    tint = rng.normal(0, 0.05 if bad else 0.02, 3)
    scale = longer / 640
    return Sensor(
        gain=tuple((np.array(look.light) * (1 + tint) * exposure).tolist()),
        contrast=look.contrast * float(rng.uniform(0.85, 1.12)),
        haze=float(rng.uniform(0, 60)) if rng.random() < 0.12 else 0.0,
        sigma=look.blur * scale * float(rng.uniform(1.2, 2.6) if bad else rng.uniform(0.6, 1.2)),
        shake=float(rng.uniform(2, 9)) * scale if rng.random() < 0.1 else 0.0,
        noise=look.noise * float(rng.uniform(1.5, 3.5) if bad else rng.uniform(0.5, 1.2)),
        shrink=float(rng.uniform(0.4, 0.75)) if rng.random() < 0.12 else 1.0,
        quality=int(rng.integers(30, 60))
        if bad
        else min(95, look.quality + int(rng.integers(-8, 9))),
    )


def expose(seen: Canvas, *, camera: Sensor, rng: np.random.Generator) -> Canvas:
    """The light of the store on what is seen, through lens and sensor."""
    picture = seen.astype(np.float32) * _lamps(seen, rng=rng)
    picture *= np.array(camera.gain, dtype=np.float32)
    picture = (picture - 118) * camera.contrast + 118 + camera.haze
    for _ in range(int(rng.poisson(0.7))):
        _glare(picture, rng=rng)
    if rng.random() < 0.06:
        _flare(picture, rng=rng)
    picture = _soften(picture, camera=camera, rng=rng)
    grain = rng.standard_normal(picture.shape[:2], dtype=np.float32)[..., None] * camera.noise
    return np.asarray(np.clip(picture + grain, 0, 255), dtype=np.uint8)


def _lamps(seen: Canvas, *, rng: np.random.Generator) -> Light:
    """Uneven light: a few soft pools, and darker corners."""
    height, width = seen.shape[:2]
    pools = 1 + smooth((height, width), cells=4, rng=rng) * float(rng.uniform(0.02, 0.12))
    x = np.linspace(-1, 1, width, dtype=np.float32)[None, :]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None]
    corners = 1 - float(rng.uniform(0.0, 0.2)) * (x * x + y * y)
    slope = 1 + float(rng.normal(0, 0.1)) * x + float(rng.normal(0, 0.1)) * y
    return np.asarray((pools * corners * slope)[..., None], dtype=np.float32)


def _glare(picture: Light, *, rng: np.random.Generator) -> None:
    """A lamp mirrored in foil or glass."""
    height, width = picture.shape[:2]
    x = np.arange(width, dtype=np.float32)[None, :] - width * np.float32(rng.random())
    y = np.arange(height, dtype=np.float32)[:, None] - height * np.float32(rng.random())
    wide, tall = width * rng.uniform(0.01, 0.1), height * rng.uniform(0.01, 0.07)
    spot = np.exp(-((x / wide) ** 2)) * np.exp(-((y / tall) ** 2)) * rng.uniform(60, 170)
    picture += spot[..., None].astype(np.float32)


def _flare(picture: Light, *, rng: np.random.Generator) -> None:
    """A lamp that shines into the lens: a veil that fades from one edge."""
    height, width = picture.shape[:2]
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :] - np.float32(rng.random())
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None] + np.float32(rng.uniform(0, 0.2))
    veil = np.exp(-(x * x + y * y) / rng.uniform(0.1, 0.4)) * rng.uniform(50, 150)
    picture += veil[..., None].astype(np.float32)


def _soften(picture: Light, *, camera: Sensor, rng: np.random.Generator) -> Light:
    """Blur of the lens, of a shaken hand, and of a picture that was once smaller."""
    height, width = picture.shape[:2]
    if camera.shake >= 2:
        picture = np.asarray(cv2.filter2D(picture, -1, _streak(camera.shake, rng=rng)))
    if camera.shrink < 1:
        size = (round(width * camera.shrink), round(height * camera.shrink))
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        picture = np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(0.2, camera.sigma)))


def _streak(length: float, *, rng: np.random.Generator) -> Light:
    """The path of a shaken camera as a kernel."""
    side = 2 * (int(length) // 2) + 3
    kernel = np.zeros((side, side), dtype=np.float32)
    turn, middle = rng.uniform(0, np.pi), side // 2
    reach = np.array([np.cos(turn), np.sin(turn)]) * length / 2
    start, end = ((middle + sign * reach).round().astype(int).tolist() for sign in (-1, 1))
    cv2.line(kernel, start, end, 1.0, 1, cv2.LINE_AA)
    return np.asarray(kernel / kernel.sum(), dtype=np.float32)
