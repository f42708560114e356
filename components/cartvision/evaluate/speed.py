"""How fast the judged model is on this machine, and how large."""

from collections.abc import Sequence
from itertools import islice

from cartvision.data.picture import Split
from cartvision.data.reader import Dataset
from cartvision.inference.answer import Predictor
from cartvision.inference.machine import hardware
from cartvision.inference.timing import Quantile, Timing, timed
from cartvision.reports.metrics import Artifact, Latency, Metric
from cartvision.vision.codec import Pixels, decode

BATCHES = {1: 1, 8: 10}  # pictures a call → for how many calls of one picture there is one
KEPT = 16  # decoded pictures that are asked in turn
WARMUP = 2  # calls that do not count


def artifact(predictor: Predictor, dataset: Dataset, *, split: Split, calls: int) -> Artifact:
    """Its size, and its latency a picture at a time and eight together."""
    frames = _of_one_size(dataset, split=split)
    timings = [
        timed(predictor, frames, batch=batch, calls=max(1, calls // rarer), warmup=WARMUP)
        for batch, rarer in BATCHES.items()
        if calls
    ]
    return Artifact(
        bytes=predictor.artifact_bytes,
        hardware=hardware(predictor.device),
        latency=[_latency(timing) for timing in timings],
    )


def _of_one_size(dataset: Dataset, *, split: Split) -> Sequence[Pixels]:
    """The first pictures that are as large as the very first: only those run as a batch."""
    sizes = zip(*(dataset.column(name, split=split) for name in ("width", "height")), strict=True)
    first = next(sizes)
    alike = (one for one in dataset.pictures(split) if (one.width, one.height) == first)
    return [decode(one.encoded) for one in islice(alike, KEPT)]


def _latency(timing: Timing) -> Latency:
    told = {"p50": timing.p50, "p95": timing.p95, "p99": timing.p99}
    calls = len(timing.milliseconds)
    return Latency(
        batch=timing.batch,
        threads=timing.threads,
        pictures_per_second=timing.frames_per_second,
        metrics={name: _metric(one, calls=calls) for name, one in told.items()},
    )


def _metric(quantile: Quantile, *, calls: int) -> Metric:
    return Metric(value=quantile.value, support=calls, low=quantile.low, high=quantile.high)
