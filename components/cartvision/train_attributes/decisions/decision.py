"""What an attribute's probability is taken for: yes, no, or unknown."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.data.picture import NA

Probability = NDArray[np.floating]  # (n,) 0 to 1
Labels = NDArray[np.int8]  # (n,) 1, 0 or NA
Groups = NDArray[np.int64]  # (n,) rows of one number come from one picture, or one store


@dataclass(frozen=True)
class Decision:
    """The thresholds of one attribute, in single precision, as a model compares them."""

    yes: float | None  # said from here up; never where None
    no: float | None  # said from here down, `yes` going first where they are one; never where None
    why: str = ""  # what it cannot say, and for want of what

    def said(self, probability: Probability) -> Labels:
        """1, 0, or NA where it abstains."""
        told = np.full(len(probability), NA, dtype=np.int8)
        if self.no is not None:
            told[probability <= self.no] = 0
        if self.yes is not None:
            told[probability >= self.yes] = 1
        return told


@dataclass(frozen=True)
class Support:
    """The fewest known labels of each kind by which a threshold may be chosen; 1 at least."""

    positives: int = 10
    negatives: int = 10

    def lacks(self, positive: NDArray[np.bool_]) -> str:
        """Why these known labels are too few, "" where they are not."""
        found = int(positive.sum())
        counts = (
            ("positives", found, self.positives),
            ("negatives", len(positive) - found, self.negatives),
        )
        few = [f"{n} known {kind}, {need} are needed" for kind, n, need in counts if n < need]
        return "; ".join(few)
