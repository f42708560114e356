"""How long a model takes to answer, with bounds that hold whatever the times are spread like."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from cartvision.inference.answer import Predictor
from cartvision.vision.codec import Pixels

OUTSIDE = 0.025  # the chance that the truth lies beyond one bound: 95 % that it is between both


@dataclass(frozen=True)
class Quantile:
    """Of the calls that were timed, and where it lies with 95 % confidence for all calls.

    A bound is None where so few calls cannot give it: p99 has an upper one from 368 calls.
    """

    value: float  # milliseconds
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Timing:
    """The calls of one run. The bounds take one call's time to say nothing of the next one's."""

    milliseconds: tuple[float, ...]  # a call, in the order of the calls
    batch: int  # frames a call
    threads: int

    @property
    def p50(self) -> Quantile:
        return quantile(self.milliseconds, share=0.5)

    @property
    def p95(self) -> Quantile:
        return quantile(self.milliseconds, share=0.95)

    @property
    def p99(self) -> Quantile:
        return quantile(self.milliseconds, share=0.99)

    @property
    def frames_per_second(self) -> float:
        return 1000 * self.batch * len(self.milliseconds) / sum(self.milliseconds)


def timed(
    predictor: Predictor,
    frames: Sequence[Pixels],
    *,
    batch: int = 1,
    calls: int = 400,
    warmup: int = 5,
    clock: Callable[[], float] = time.perf_counter,
) -> Timing:
    """Ask for `batch` decoded frames at a time, beginning again after the last one."""
    sizes = {frame.shape for frame in frames}
    if batch > 1 and len(sizes) > 1:
        raise ValueError(f"frames of {len(sizes)} sizes do not run as one batch: give one size")
    milliseconds = []
    for call in range(-warmup, calls):
        chosen = [frames[(call * batch + place) % len(frames)] for place in range(batch)]
        started = clock()
        predictor.predict(chosen)
        ended = clock()
        if call >= 0:
            milliseconds.append(1000 * (ended - started))
    return Timing(tuple(milliseconds), batch=batch, threads=predictor.threads)


def quantile(values: Sequence[float], *, share: float) -> Quantile:
    """One of the values itself, so that it never lies outside its own bounds."""
    ordered = sorted(values)
    low, high = bounding_ranks(len(ordered), share=share)
    return Quantile(
        value=float(np.quantile(ordered, share, method="inverted_cdf")),
        low=None if low is None else ordered[low],
        high=None if high is None else ordered[high],
    )


def bounding_ranks(count: int, *, share: float) -> tuple[int | None, int | None]:
    """Places among `count` sorted values that have the true quantile between them.

    How many values lie below the truth is a binomial draw, whatever they are spread like. The
    value of place r is above the truth where at most r of them are below it.
    """
    at_most = np.cumsum(_binomial(count, share=share))
    low = int(np.searchsorted(at_most, OUTSIDE, side="right")) - 1
    high = int(np.searchsorted(at_most, 1 - OUTSIDE))
    return (low if low >= 0 else None, high if high < count else None)


def _binomial(count: int, *, share: float) -> list[float]:
    """The chance of 0, 1 … `count` successes; by logarithms, as the factors leave a float."""
    yes, no, ways = math.log(share), math.log1p(-share), math.lgamma(count + 1)
    return [
        math.exp(
            ways - math.lgamma(n + 1) - math.lgamma(count - n + 1) + n * yes + (count - n) * no
        )
        for n in range(count + 1)
    ]
