"""How light and how sharp a picture is, whatever its size."""

import cv2
import numpy as np

from cartvision.vision.codec import Pixels

SIDE = 512  # pixels of the longer side: what both are measured at
SOFTENED = 1.0  # pixels


def small_grey(pixels: Pixels) -> Pixels:
    """What light and sharpness are measured on; never larger than the picture."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    scale = SIDE / max(grey.shape)
    if scale >= 1:
        return np.asarray(grey)
    height, width = (max(round(side * scale), 1) for side in grey.shape)
    return np.asarray(cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA))


def brightness(grey: Pixels) -> float:
    """Mean grey, 0 to 1."""
    return float(grey.mean()) / 255


def sharpness(grey: Pixels) -> float:
    """Finest detail as a share of all contrast: a picture out of focus has little of it."""
    # Softened, or the steps of 256 greys pass for detail where there is none.
    softened = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), SOFTENED)
    contrast = float(softened.std())
    return float(cv2.Laplacian(softened, cv2.CV_32F).std()) / contrast if contrast else 0.0
