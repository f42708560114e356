"""How fast a detector learns: our training against a bare PyTorch loop, in one run.

    python benchmarks/train_speed.py DATASET [--architecture dense] [--preset demo] [--steps 20]

Both take the same model, the same pictures and the same optimiser. The bare loop has its batches
ready in memory and does nothing but forward, backward, clip and step; ours loads and cuts pictures,
averages weights and logs. A time is that of STEPS + LEAD steps less that of LEAD, so that starting
counts for neither, and the two take turns. `waiting` is the share of our time in which no picture
was ready. Where there is a GPU: its peak memory, and the share of its peak arithmetic that is used
(--peak TFLOPS of the precision that is trained in, from its data sheet).
"""

import argparse
import tempfile
import time
from dataclasses import replace
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from cartvision.data.categories import classes_at
from cartvision.data.reader import Dataset, open_dataset
from cartvision.models.detectors.detector import Detector
from cartvision.train_detector.fit import lessons, recipe_of
from cartvision.train_detector.lessons.pictures import collate
from cartvision.train_detector.lessons.stock import Stock, stock_of
from cartvision.train_detector.presets import settings_of
from cartvision.train_detector.settings import Settings
from cartvision.train_detector.starting import new_detector
from cartvision.training.engine import train

LEAD = 3
DEVICE = "cuda" if torch.cuda.is_available() else "cpu"


def main() -> None:
    told = _told()
    dataset = open_dataset(told.dataset)
    settings = settings_of(told.preset, architecture=told.architecture)
    if told.weights:
        settings = replace(settings, weights=told.weights)
    stock = stock_of(dataset, classes=classes_at(settings.level, taxonomy=dataset.info.taxonomy))
    ratios, pace = [], []
    for number in range(told.rounds):
        bare = _of_steps(bare_loop, told.steps, settings, dataset, stock)
        ours, waiting = _ours(told.steps, settings, dataset, stock)
        ratios.append(bare / ours)
        pace.append(told.steps * settings.batch / ours)
        print(
            f"round {number + 1}: bare {bare / told.steps:.3f} s a step, ours "
            f"{ours / told.steps:.3f}, ratio {ratios[-1]:.2f}, waiting {waiting:.1%}",
            flush=True,
        )
    print(f"bare / ours: median {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")
    print(
        f"ours: {median(pace):.1f} pictures a second, forward and backward "
        f"{used(settings, dataset, stock, pace=median(pace)) / 1e12:.2f} TFLOP/s"
    )
    if DEVICE == "cuda":
        print(f"peak memory {torch.cuda.max_memory_allocated() / 2**30:.1f} GiB")
        if told.peak:
            share = used(settings, dataset, stock, pace=median(pace)) / 1e12 / told.peak
            print(f"of {told.peak} TFLOP/s: {share:.1%}")


def _told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dataset", type=Path, nargs="+")
    parser.add_argument("--architecture", default="dense")
    parser.add_argument("--preset", default="demo")
    parser.add_argument("--weights", default="")
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peak", type=float, default=0.0)
    return parser.parse_args()


def _new(settings: Settings, dataset: Dataset, stock: Stock) -> Detector:
    torch.manual_seed(settings.seed)
    with tempfile.TemporaryDirectory() as folder:
        return new_detector(settings, dataset=dataset, stock=stock, to=Path(folder)).train()


def _of_steps(loop: Any, steps: int, *rest: Any) -> float:
    return loop(LEAD + steps, *rest) - loop(LEAD, *rest)


def bare_loop(steps: int, settings: Settings, dataset: Dataset, stock: Stock) -> float:
    """Seconds of a loop that has everything at hand."""
    detector = _new(settings, dataset, stock).to(DEVICE)
    batches = _batches(steps, settings, dataset, stock)
    learnt = [part for part in detector.parameters() if part.requires_grad]
    optimiser = torch.optim.AdamW(learnt, settings.learning_rate)
    began = time.perf_counter()
    for batch in batches:
        with torch.autocast(DEVICE, torch.bfloat16, enabled=DEVICE == "cuda"):
            loss = detector(**batch)["loss"]
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(learnt, settings.clip)
        optimiser.step()
    if DEVICE == "cuda":
        torch.cuda.synchronize()
    return time.perf_counter() - began


def _batches(
    steps: int, settings: Settings, dataset: Dataset, stock: Stock
) -> list[dict[str, Any]]:
    shown = iter(lessons(dataset, settings=replace(settings, steps=steps), stock=stock))
    rows = [list(islice(shown, settings.batch)) for _ in range(steps)]
    return [collate(row) | {"frames": collate(row)["frames"].to(DEVICE)} for row in rows]


def _ours(steps: int, settings: Settings, dataset: Dataset, stock: Stock) -> tuple[float, float]:
    """Seconds of the engine, and the share in which it waited for pictures."""
    (long, waiting), (short, _) = (
        _engine(number, settings, dataset, stock) for number in (LEAD + steps, LEAD)
    )
    return long - short, waiting


def _engine(steps: int, settings: Settings, dataset: Dataset, stock: Stock) -> tuple[float, float]:
    detector = _new(settings, dataset, stock)
    settings = replace(settings, steps=steps, checks=1)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        history = train(
            detector,
            lessons(dataset, settings=settings, stock=stock),
            recipe=recipe_of(settings),
            collate=collate,
            folder=Path(folder) / "run",
            settings={},
            in_order=True,
        )
        return time.perf_counter() - began, history.waiting


def used(settings: Settings, dataset: Dataset, stock: Stock, *, pace: float) -> float:
    """Arithmetic a second, of convolutions and products of matrices; none is counted twice."""
    detector = _new(settings, dataset, stock).to(DEVICE)
    (batch,) = _batches(1, settings, dataset, stock)
    counter = FlopCounterMode(display=False)
    with counter:
        detector(**batch)["loss"].backward()
    return counter.get_total_flops() / settings.batch * pace


if __name__ == "__main__":
    main()
