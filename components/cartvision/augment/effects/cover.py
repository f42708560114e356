"""Something laid over a picture that was drawn beforehand, in its bounding region only."""

from dataclasses import dataclass

import cv2
import numpy as np

from cartvision.augment.effects.occluder import Mask
from cartvision.augment.effects.region import Region
from cartvision.vision.codec import Pixels


@dataclass(frozen=True)
class Cover:
    region: Region
    colour: Pixels
    alpha: Mask  # how much of each pixel it covers
    shade: Mask  # light that it leaves to the picture around it, 255 = all

    def lay(self, canvas: Pixels) -> None:
        part = self.region.within(canvas)
        cv2.multiply(part, self._through(), dst=part, scale=1 / 255)
        alpha = cv2.cvtColor(self.alpha, cv2.COLOR_GRAY2RGB)
        cv2.add(part, cv2.multiply(self.colour, alpha, scale=1 / 255), dst=part)

    def hide(self, hidden: Mask) -> None:
        part = self.region.within(hidden)
        both = cv2.multiply(part, self.alpha, scale=1 / 255)
        cv2.add(part, cv2.subtract(self.alpha, both), dst=part)

    def _through(self) -> Pixels:
        """What reaches the eye of the picture beneath, of 255."""
        light = cv2.multiply(cv2.bitwise_not(self.alpha), self.shade, scale=1 / 255)
        return np.asarray(cv2.cvtColor(light, cv2.COLOR_GRAY2RGB), dtype=np.uint8)
