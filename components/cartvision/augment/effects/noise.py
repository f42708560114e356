"""albumentations' GaussNoise from a tile of noise that is made once."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import cv2
import numpy as np
from pydantic import Field

from cartvision.augment.library import albumentations
from cartvision.vision.codec import Pixels

SIDE = 1024  # of the tile, in pixels
MIDDLE, SIGMA = 128, 32  # of the tile's values: four sigmas fit into a byte
COARSEST = 1 / 16  # at which the tile still holds 64 × 64 numbers of its own


class GaussNoise(albumentations.GaussNoise):  # type: ignore[misc]  # albumentations has no types
    """The stock arguments and noise; a draw is a place in the tile and a sign."""

    class InitSchema(albumentations.GaussNoise.InitSchema):  # type: ignore[misc]  # as above
        noise_scale_factor: float = Field(ge=COARSEST, le=1)

    def __init__(
        self,
        std_range: tuple[float, float] = (0.2, 0.44),
        mean_range: tuple[float, float] = (0.0, 0.0),
        per_channel: bool = True,
        noise_scale_factor: float = 1,
        p: float = 0.5,
    ) -> None:
        super().__init__(std_range, mean_range, per_channel, noise_scale_factor, p)

    def get_params_dependent_on_data(self, **_: Any) -> dict[str, Any]:
        return {
            "std": 255 * self.py_random.uniform(*self.std_range),
            "mean": 255 * self.py_random.uniform(*self.mean_range),
            "sign": self.py_random.choice((-1, 1)),
            "corner": (self.py_random.randrange(SIDE), self.py_random.randrange(SIDE)),
        }

    def apply(
        self,
        img: Pixels,
        std: float,
        mean: float,
        sign: int,
        corner: tuple[int, int],
        **_: Any,
    ) -> Pixels:
        tile = _tile(per_channel=self.per_channel, factor=self.noise_scale_factor)
        share = sign * std / SIGMA
        noisy = np.empty_like(img)
        for rows, tile_rows in _pieces(img.shape[0], start=corner[1]):
            for columns, tile_columns in _pieces(img.shape[1], start=corner[0]):
                cv2.addWeighted(
                    img[rows, columns],
                    1,
                    tile[tile_rows, tile_columns],
                    share,
                    mean - MIDDLE * share,
                    dst=noisy[rows, columns],
                )
        return noisy


def _pieces(length: int, *, start: int) -> Iterator[tuple[slice, slice]]:
    """A side of the picture cut where the tile, begun at `start`, begins anew."""
    done = 0
    while done < length:
        begin = (start + done) % SIDE
        step = min(length - done, SIDE - begin)
        yield slice(done, done + step), slice(begin, begin + step)
        done += step


@lru_cache(maxsize=8)
def _tile(*, per_channel: bool, factor: float) -> Pixels:
    """Never written to: it is lent out again. Its edges meet, at every factor."""
    side = int(SIDE * factor)
    channels = 3 if per_channel else 1
    numbers = np.random.default_rng(0).standard_normal((side, side, channels), dtype=np.float32)
    back = side / SIDE  # from a pixel of the tile to its number, middle to middle
    turn = np.array([[back, 0, back / 2 - 0.5], [0, back, back / 2 - 0.5]])
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    large = cv2.warpAffine(numbers, turn, (SIDE, SIDE), flags=how, borderMode=cv2.BORDER_WRAP)
    tile = np.clip(np.rint(MIDDLE + SIGMA * large), 0, 255).astype(np.uint8)
    return tile if per_channel else np.asarray(cv2.merge([tile] * 3), dtype=np.uint8)
