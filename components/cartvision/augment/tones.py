"""Tones: what changes pixels where they are, as few and as cheap passes over them as can be."""

from collections.abc import Sequence
from itertools import groupby

import cv2
import numpy as np
from albucore import sz_lut
from numpy.typing import NDArray

from cartvision.augment.chance import Drawn
from cartvision.augment.library import albumentations
from cartvision.vision.codec import Pixels

CURVES = (
    albumentations.RandomBrightnessContrast,
    albumentations.RandomGamma,
    albumentations.RandomToneCurve,
)
RAMP = np.arange(256, dtype=np.uint8)[:, None]  # every value there is
DIM = np.float32(0.25)  # a grey that no white balance brightens past white


def shaded(pixels: Pixels, drawn: Sequence[Drawn]) -> Pixels:
    """The picture after all of them in order; curves that follow each other are one table."""
    for are_curves, run in groupby(drawn, key=_is_curve):
        if are_curves:
            pixels = sz_lut(pixels, table_of(list(run)), inplace=False)
        else:
            for one in run:
                pixels = _shaded_by(one, pixels)
    return pixels


def table_of(curves: Sequence[Drawn]) -> NDArray[np.uint8]:
    """(256,) The library's own arithmetic, done once on every value."""
    ramp = RAMP
    for one in curves:
        ramp = one.transform.apply(ramp, **one.numbers)
    return ramp.ravel()


def _is_curve(drawn: Drawn) -> bool:
    """A transform that does to each value the same, whatever its colour and place."""
    per_channel = getattr(drawn.transform, "per_channel", False)
    return type(drawn.transform) in CURVES and not per_channel


def _shaded_by(drawn: Drawn, pixels: Pixels) -> Pixels:
    if type(drawn.transform) is albumentations.PlanckianJitter:
        return np.asarray(cv2.transform(pixels, np.diag(_gains(drawn))), dtype=np.uint8)
    return np.asarray(drawn.transform.apply(pixels, **drawn.numbers), dtype=np.uint8)


def _gains(balance: Drawn) -> NDArray[np.float32]:
    """(3,) What the library multiplies red, green and blue with, asked of one pixel."""
    asked = balance.transform.apply(np.full((1, 1, 3), DIM, dtype=np.float32), **balance.numbers)
    return np.asarray(asked, dtype=np.float32).ravel() / DIM
