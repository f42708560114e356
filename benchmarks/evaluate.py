"""What a report costs beside one plain run of COCO's evaluator on the same answers.

    python benchmarks/evaluate.py [--pictures 500] [--draws 1000] [--rounds 3]

Shelves of 150 objects with 300 answers each, ten attributes, thirty groups. The report is all from
answers to figures: matching at ten IoUs, every figure with its interval, all slices, every
attribute, and the audit, which is two more runs of that evaluator. Left out are what any evaluation
pays: decoding, the model, drawing. Seconds of the processor, so that a busy neighbour matters
little; the ratio is of the two in one round.
"""

import argparse
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

import numpy as np

from cartvision.data.picture import Picture, Product
from cartvision.evaluate.audit import audit
from cartvision.evidence.gathering import Gathering
from cartvision.findings.measuring import Measuring
from cartvision.inference.answer import Answer
from cartvision.metrics.coco import Compared, curves

OBJECTS, FALSE, SIDE = 150, 150, 1000
ATTRIBUTES = [f"attribute {number}" for number in range(10)]
GROUPS = 30
PIXELS = np.full((64, 64, 3), 128, np.uint8)  # what is measured of light and blur is not timed


@dataclass(frozen=True)
class Model:
    """What gathering asks of one."""

    classes = ("product",)
    attributes = ATTRIBUTES
    thresholds = (0.5,) * len(ATTRIBUTES)
    min_score = 0.5
    most = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=500)
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    told = parser.parse_args()
    shelves = list(shelves_of(told.pictures))
    ratios = []
    for _ in range(told.rounds):
        plain, report = round_of(shelves, draws=told.draws)
        ratios.append(report / plain)
        print(
            f"faster-coco-eval {plain:.2f} s, report {report:.2f} s: {ratios[-1]:.2f} ×", flush=True
        )
    print(f"median {median(ratios):.2f} × ({min(ratios):.2f} to {max(ratios):.2f})")


def round_of(shelves: list[tuple[Picture, Answer]], *, draws: int) -> tuple[float, float]:
    """Seconds of the plain run, and of the report."""
    compared: list[Compared] = []

    def reported() -> None:
        gathering = Gathering(Model(), labelled=ATTRIBUTES, is_rare=lambda item: item.sku == "rare")
        for picture, answer in shelves:
            seen = gathering.update(picture, pixels=PIXELS, answer=answer)
            compared.append((seen.found, seen.truth))
        measuring = Measuring(gathering.evidence(), draws=draws, seed=7)
        measuring.overall(), measuring.attributes(), measuring.slices()
        audit(measuring.evidence, compared)

    report = seconds_of(reported)
    return seconds_of(lambda: curves(compared, classes=Model.classes)), report


def seconds_of(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def shelves_of(pictures: int) -> Iterator[tuple[Picture, Answer]]:
    rng = np.random.default_rng(0)
    for number in range(pictures):
        low = rng.uniform(0, SIDE - 80, (OBJECTS, 2))
        boxes = np.hstack([low, low + rng.uniform(20, 80, (OBJECTS, 2))]).astype(np.float32)
        moved = boxes + rng.normal(0, 4, boxes.shape)
        beside = rng.uniform(0, SIDE - 50, (FALSE, 2))
        answered = np.vstack([moved, np.hstack([beside, beside + 50])]).astype(np.float32)
        scores = np.r_[rng.beta(5, 2, OBJECTS), rng.beta(2, 5, FALSE)].astype(np.float32)
        labels = rng.integers(-1, 2, (OBJECTS, len(ATTRIBUTES)))
        said = rng.random((OBJECTS + FALSE, len(ATTRIBUTES))).astype(np.float32)
        objects = tuple(
            Product(tuple(box), sku="rare" if place < 5 else "common", attributes=tuple(values))
            for place, (box, values) in enumerate(zip(boxes.tolist(), labels.tolist(), strict=True))
        )
        picture = Picture(
            encoded=b"%d" % number,
            path=f"{number}.jpg",
            width=SIDE,
            height=SIDE,
            group=f"store-{number % GROUPS}",
            objects=objects,
        )
        yield picture, Answer(boxes=answered, scores=scores, attributes=said)


if __name__ == "__main__":
    main()
