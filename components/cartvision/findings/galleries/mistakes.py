"""What a model missed and what it made up in one picture."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.gathering import Seen
from cartvision.evidence.tables import NEVER, NONE


@dataclass(frozen=True)
class Mistakes:
    """Of what people see; crowds and objects of unknown class can be neither."""

    found: NDArray[np.bool_]  # (m,) objects
    missed: NDArray[np.bool_]  # (m,)
    reached: NDArray[np.float32]  # (m,) the score at which each was found, NEVER where it was not
    wrong: NDArray[np.bool_]  # (n,) detections, best score first

    @property
    def count(self) -> int:
        return int(self.missed.sum() + self.wrong.sum())


def mistakes_of(seen: Seen) -> Mistakes:
    right = seen.matches.right
    reached = np.full(len(seen.truth), NEVER, dtype=np.float32)
    reached[seen.matches.objects[right]] = seen.found.scores[right]
    found = np.zeros(len(seen.truth), dtype=bool)
    found[seen.matches.objects[right & seen.shown]] = True
    known = np.broadcast_to(seen.truth.classes, len(seen.truth)) != NONE
    return Mistakes(
        found=found,
        missed=~found & ~seen.truth.crowds & known,
        reached=reached,
        wrong=seen.matches.wrong & seen.shown,
    )
