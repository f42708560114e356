"""How far a crop that is shown may be from the one that is labelled."""

from dataclasses import dataclass

JITTER = 0.04  # share of a side by which a detector's box is off


@dataclass(frozen=True)
class Views:
    """As it stands, a box is off as a detector's is, and nothing else."""

    jitter: float = JITTER
    part: float = 1.0  # the least share of a whole picture's area that is shown
    flips: bool = False  # mirrored in half the cases: not for what is read
    tilt: float = 0.0  # degrees to either side, at most
    colour: float = 0.0  # light, contrast and saturation are times 1 ± this
    cut_out: float = 0.0  # share of crops that lose a rectangle
