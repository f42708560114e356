"""Four pictures in one frame."""

from collections.abc import Sequence

import numpy as np

from cartvision.train_detector.lessons.shown import Shown

PICTURES = 4


def mosaic(quarters: Sequence[Shown]) -> Shown:
    """Four square frames of one size as a frame of twice their side, row by row."""
    side = len(quarters[0].frame)
    first, second, third, fourth = (one.frame for one in quarters)
    corners = [(0, 0), (side, 0), (0, side), (side, side)]
    return Shown(
        np.vstack([np.hstack([first, second]), np.hstack([third, fourth])]),
        np.concatenate(
            [
                one.boxes + np.array(at * 2, dtype=np.float32)
                for one, at in zip(quarters, corners, strict=True)
            ]
        ),
        np.concatenate([one.kinds for one in quarters]),
    )
