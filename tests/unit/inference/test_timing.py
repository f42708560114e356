"""Latency: what is timed, and bounds that hold for any spread."""

import math

import numpy as np
import pytest

from cartvision.inference.machine import cores, hardware
from cartvision.inference.timing import Timing, bounding_ranks, quantile, timed

SMALL, LARGE = np.zeros((4, 4, 3), np.uint8), np.zeros((8, 4, 3), np.uint8)


class Clock:
    """Stands still until somebody works."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


class Worker:
    """Takes one more millisecond with every call, and remembers the frames."""

    threads = 2

    def __init__(self, clock):
        self.clock = clock
        self.shown = []

    def predict(self, frames):
        self.shown.append([int(frame[0, 0, 0]) for frame in frames])
        self.clock.now += len(self.shown) / 1000


def numbered(count):
    return [SMALL + number for number in range(count)]


def run(**told):
    worker = Worker(clock := Clock())
    return timed(worker, numbered(3), clock=clock, **told), worker.shown


def test_every_call_is_timed_and_the_warm_up_is_not():
    timing, shown = run(calls=4, warmup=2)
    assert timing.milliseconds == pytest.approx((3, 4, 5, 6))
    assert (len(shown), timing.batch, timing.threads) == (6, 1, 2)


def test_a_few_frames_are_shown_again_and_again():
    assert run(calls=4, warmup=0, batch=2)[1] == [[0, 1], [2, 0], [1, 2], [0, 1]]


def test_speed_counts_frames_and_not_calls():
    timing = Timing((10.0, 30.0), batch=8, threads=1)
    assert timing.frames_per_second == pytest.approx(2 * 8 / 0.040)


def test_frames_that_cannot_run_as_one_batch_are_refused():
    with pytest.raises(ValueError, match="2 sizes do not run as one batch"):
        timed(Worker(Clock()), [SMALL, LARGE], batch=2)


def test_frames_of_many_sizes_are_timed_one_by_one():
    worker = Worker(clock := Clock())
    assert len(timed(worker, [SMALL, LARGE], calls=3, clock=clock).milliseconds) == 3


@pytest.mark.parametrize(
    ("count", "share", "ranks"),
    [
        pytest.param(1, 0.5, (None, None), id="one call bounds nothing"),
        pytest.param(5, 0.5, (None, None), id="five calls lie on one side once in 32"),
        pytest.param(6, 0.5, (0, 5), id="six calls bound the median"),
        pytest.param(100, 0.5, (39, 60), id="as tables of the sign test say: 40th and 61st"),
        pytest.param(71, 0.95, (62, None), id="too few for the upper bound of p95"),
        pytest.param(72, 0.95, (63, 71), id="just enough for the upper bound of p95"),
        pytest.param(100, 0.99, (96, None), id="a hundred calls have no upper bound of p99"),
        pytest.param(367, 0.99, (358, None), id="one call too few for p99"),
        pytest.param(368, 0.99, (359, 367), id="just enough for p99"),
    ],
)
def test_bounds_are_there_from_as_many_calls_as_they_need(count, share, ranks):
    assert bounding_ranks(count, share=share) == ranks


def test_many_calls_leave_no_float():
    low, high = bounding_ranks(20_000, share=0.99)
    assert 19_770 < low < 19_800 < high < 19_830


@pytest.mark.parametrize("share", [0.5, 0.95, 0.99])
def test_bounds_have_the_true_quantile_between_them_as_often_as_they_say(share):
    truth = -math.log(1 - share)
    samples = np.random.default_rng(5).exponential(size=(2000, 400))
    low, high = bounding_ranks(400, share=share)
    ordered = np.sort(samples, axis=1)
    held = (ordered[:, low] <= truth) & (truth <= ordered[:, high])
    assert 0.95 <= held.mean() < 0.985


def test_a_quantile_is_one_of_the_values_within_its_bounds():
    found = quantile([float(n) for n in range(1000, 0, -1)], share=0.95)
    assert (found.low, found.value, found.high) == (936.0, 950.0, 964.0)


def test_three_quantiles_are_told():
    timing = Timing(tuple(float(n) for n in range(1, 101)), batch=1, threads=1)
    assert [q.value for q in (timing.p50, timing.p95, timing.p99)] == [50, 95, 99]
    assert timing.p99.high is None


def test_the_hardware_is_told_with_the_cores_that_may_be_used():
    assert hardware("cpu").endswith(f", {cores()} core{'s' if cores() > 1 else ''}")
    assert len(hardware("cpu").split(",")[0]) > 3
