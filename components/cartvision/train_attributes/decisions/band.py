"""How far from its threshold an attribute still abstains."""

import numpy as np


def around(threshold: float, *, band: float) -> tuple[float, float]:
    """Where yes begins and where no ends: `band` apart in log-odds, `threshold` in the middle.

    Thresholds of rare attributes lie near 0, where a band in probability would swallow every no.
    In log-odds it means the same everywhere: an answer outside of it would stay what it is though
    the attribute were e^(band / 2) times as common, in odds, or as rare. 0 leaves no unknown.
    """
    return _shifted(threshold, by=band / 2), _shifted(threshold, by=-band / 2)


def _shifted(probability: float, *, by: float) -> float:
    odds = probability * np.exp(by)
    return float(np.float32(odds / (odds + 1 - probability)))
