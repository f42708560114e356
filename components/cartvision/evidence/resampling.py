"""The same test set as it might have been: whole groups drawn anew, all figures on the same draws.

A figure is a function of how often each unit counts. With ones it is the figure itself, with the
draws of a bootstrap its spread, and two models on one set of draws give the spread of their
difference. A unit is a group (store, session, bin), for pictures of one group err alike.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Weights = NDArray[np.float32]  # (r, u) how often each of u units counts, in each of r draws
Drawn = NDArray[np.float64]  # (r,) a figure in each draw; not a number where there is nothing

CONFIDENCE = 0.95


@dataclass(frozen=True)
class Figure:
    """A number that can be drawn again."""

    of: Callable[[Weights], Drawn]
    units: int  # that have a part in it
    support: int  # cases behind it: objects, detections, pictures or labels

    def __call__(self, weights: Weights) -> Drawn:
        return self.of(weights)


def units_of(names: NDArray[np.object_]) -> tuple[NDArray[np.int64], int]:
    """A number for each name, and how many there are."""
    found, numbers = np.unique(names, return_inverse=True)
    return np.asarray(numbers, dtype=np.int64).ravel(), len(found)


def draw(units: int, *, times: int, seed: int) -> Weights:
    """Each draw takes as many units as there are, some more than once."""
    rng = np.random.default_rng(seed)
    shares = np.full(units, 1 / units)
    return rng.multinomial(units, shares, size=times).astype(np.float32)


def once(units: int) -> Weights:
    """Every unit counted once: the test set as it is."""
    return np.ones((1, units), dtype=np.float32)


def interval(
    drawn: Drawn, *, units: int, confidence: float = CONFIDENCE
) -> tuple[float, float] | None:
    """The middle share of the draws, widened for few units; None where they say nothing.

    The percentiles are those of Hesterberg's expanded interval: with few units a plain bootstrap is
    too sure of itself, by the factor and the tails that Student's distribution has.
    """
    told = drawn[np.isfinite(drawn)]
    if units < 2 or not len(told):
        return None
    beyond = tail(units, share=(1 - confidence) / 2)
    low, high = np.quantile(told, [beyond, 1 - beyond])
    return float(low), float(high)


def tail(units: int, *, share: float) -> float:
    """The share of a bootstrap's draws that lies beyond what `share` of the truth does."""
    reach = stats.t.ppf(share, units - 1) * np.sqrt(units / (units - 1))
    return float(stats.norm.cdf(reach))


def sums(values: NDArray[np.generic], *, of: NDArray[np.int64], units: int) -> NDArray[np.float32]:
    """(u, 1): the values, (n,), added up by unit."""
    added = np.bincount(of, weights=np.asarray(values, dtype=np.float64), minlength=units)
    return added[:, None].astype(np.float32)


def share(part: NDArray[np.floating], whole: NDArray[np.floating]) -> Drawn:
    """part / whole, not a number where the whole is nothing."""
    out = np.full(np.broadcast_shapes(part.shape, whole.shape), np.nan)
    # In doubles: in single precision nine tenths are less than .9, and a floor of .9 refuses them.
    np.divide(part, whole, out=out, where=whole > 0, dtype=np.float64)
    return out


def mean_of_told(rows: Sequence[Drawn]) -> Drawn:
    """(r,) the mean over rows of what is a number."""
    table = np.stack(rows)
    known = np.isfinite(table)
    return share(np.where(known, table, 0).sum(axis=0), known.sum(axis=0))
