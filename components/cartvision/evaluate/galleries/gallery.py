"""The worst mistakes of a model, kept while the pictures pass by."""

from functools import partial

import numpy as np

from cartvision.data.picture import Picture
from cartvision.evaluate.galleries.keeping import Best
from cartvision.evidence.gathering import Seen
from cartvision.evidence.tables import NEVER
from cartvision.findings.galleries.mistakes import Mistakes, mistakes_of
from cartvision.findings.galleries.sheet import sheet
from cartvision.findings.galleries.tiles import crop, whole_picture
from cartvision.vision.boxes import areas, iou
from cartvision.vision.codec import Pixels
from cartvision.vision.drawing import BLUE, GREEN, RED

PICTURES, PICTURE_COLUMNS = 6, 2
CROPS, CROP_COLUMNS = 24, 6
A_PICTURE = 4  # crops of each kind at most: one bad picture is not the whole gallery


class Gallery:
    """Holds a few drawn tiles, whatever the number of pictures that is considered."""

    def __init__(self) -> None:
        self._pictures: Best[Pixels] = Best(PICTURES)
        self._false: Best[Pixels] = Best(CROPS)
        self._missed: Best[Pixels] = Best(CROPS)

    def consider(self, picture: Picture, *, pixels: Pixels, seen: Seen) -> None:
        mistakes = mistakes_of(seen)
        if not mistakes.count:
            return
        draw = partial(whole_picture, pixels, seen=seen, mistakes=mistakes, path=picture.path)
        self._pictures.offer((mistakes.count,), draw)
        self._consider_false(picture, pixels, seen, mistakes)
        self._consider_missed(picture, pixels, seen, mistakes)

    def mistakes(self) -> bytes | None:
        """JPEG of the pictures with the most mistakes; None where nothing is wrong."""
        return sheet(self._pictures.ordered(), columns=PICTURE_COLUMNS)

    def false_alarms(self) -> bytes | None:
        """JPEG of the shown boxes that are no product, the highest score first."""
        return sheet(self._false.ordered(), columns=CROP_COLUMNS)

    def misses(self) -> bytes | None:
        """JPEG of products that are not shown: first those found at no score, the largest first."""
        return sheet(self._missed.ordered(), columns=CROP_COLUMNS)

    def _consider_false(
        self, picture: Picture, pixels: Pixels, seen: Seen, mistakes: Mistakes
    ) -> None:
        objects = seen.truth.boxes
        for number in np.flatnonzero(mistakes.wrong)[:A_PICTURE]:
            box, score = seen.found.boxes[number], float(seen.found.scores[number])
            overlap = float(iou(box[None], objects).max(initial=0))
            draw = partial(
                crop,
                pixels,
                box,
                colour=BLUE,
                others=objects,
                others_colour=GREEN,
                lines=(f"score {score:.2f}, IoU {overlap:.2f}", picture.path),
            )
            self._false.offer((score,), draw)

    def _consider_missed(
        self, picture: Picture, pixels: Pixels, seen: Seen, mistakes: Mistakes
    ) -> None:
        share = areas(seen.truth.boxes) / (picture.width * picture.height)
        never = mistakes.reached == NEVER
        worst = np.lexsort((-share, ~never))
        for number in worst[mistakes.missed[worst]][:A_PICTURE]:
            said = "not seen" if never[number] else f"seen at {mistakes.reached[number]:.2f}"
            draw = partial(
                crop,
                pixels,
                seen.truth.boxes[number],
                colour=RED,
                others=seen.found.boxes[seen.shown],
                others_colour=BLUE,
                lines=(said, picture.path),
            )
            self._missed.offer((float(never[number]), float(share[number])), draw)
