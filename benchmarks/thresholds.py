"""What thresholds that val chose are worth, on pictures that chose nothing.

    python benchmarks/thresholds.py MODEL DATASET… [--split test] [--draws 500]

Macro F1 on known labels with each attribute's own threshold and with .5 for all, and the interval
of their difference over pictures. Attributes that have no threshold, or no positive in the split,
count for neither; the rarest of the others are named, several where they are as rare.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from cartvision.data.picture import NA
from cartvision.data.reader import Dataset, open_dataset
from cartvision.models.describer.model import Describer
from cartvision.models.describer.open import load_describer
from cartvision.train_attributes.answers import answers_of
from cartvision.train_attributes.checking import SAME_FOR_ALL
from cartvision.train_attributes.material import cutter_of
from cartvision.train_attributes.settings import Settings

FLAT = 0.5
EVERY = 10**9  # subjects

Cells = NDArray[np.bool_]  # (n, a)
Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Answered:
    """One row a subject, one column an attribute that can be judged."""

    names: list[str]
    probability: Numbers
    thresholds: Numbers  # (a,)
    known: Cells
    true: Cells
    picture: NDArray[np.int64]  # (n,)

    def f1(self, threshold: Numbers | float, *, often: Numbers) -> Numbers:
        """Of each attribute, where a row counts so often."""
        said = (self.probability >= threshold) & self.known
        return 2 * (often @ (said & self.true)) / np.maximum(often @ said + often @ self.true, 1)


def main() -> None:
    told = _told()
    model = load_describer(told.model)
    answered = answers(model, open_dataset(told.dataset), split=told.split)
    once = np.ones(len(answered.picture))
    own, flat = (answered.f1(by, often=once) for by in (answered.thresholds, FLAT))
    low, high = interval(answered, draws=told.draws, rng=np.random.default_rng(told.seed))
    left_out = sorted(set(model.config.names) - set(answered.names))
    cases = answered.true.sum(axis=0)
    print(f"{len(once)} subjects of {told.split}, {len(own)} attributes; not judged: {left_out}")
    print(f"macro F1: own thresholds {own.mean():.3f}, {FLAT} for all {flat.mean():.3f}")
    print(f"difference {own.mean() - flat.mean():+.3f} (95 %: {low:+.3f} to {high:+.3f})")
    for rarest in np.flatnonzero(cases == cases.min()):
        print(
            f"rarest: {answered.names[rarest]}, {cases[rarest]} of "
            f"{answered.known[:, rarest].sum()} known, F1 {own[rarest]:.3f} (at {FLAT}: "
            f"{flat[rarest]:.3f})"
        )


def _told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("dataset", type=Path, nargs="+")
    parser.add_argument("--split", default="test")
    parser.add_argument("--draws", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    return parser.parse_args()


def answers(model: Describer, dataset: Dataset, *, split: str) -> Answered:
    config = model.config
    if dataset.info.attributes != config.names:
        raise SystemExit(f"the dataset's attributes are not the model's: {config.names}")
    cutter = cutter_of(dataset, split, settings=Settings(crop=config.crop, crops=EVERY))
    said = answers_of(model, cutter, what="answering", seed=SAME_FOR_ALL)
    labels = cutter.some.labels
    judged = np.flatnonzero((np.array(config.thresholds) <= 1) & (labels == 1).any(axis=0))
    if not len(judged):
        raise SystemExit(f"no attribute has both a threshold and a positive in {split}")
    return Answered(
        names=[config.names[number] for number in judged],
        probability=expit(said.attributes[:, judged] / config.attribute_temperature),
        thresholds=np.array(config.thresholds)[judged],
        known=labels[:, judged] != NA,
        true=labels[:, judged] == 1,
        picture=cutter.some.picture,
    )


def interval(answered: Answered, *, draws: int, rng: np.random.Generator) -> tuple[float, float]:
    """95 % of the difference between own thresholds and FLAT, by pictures drawn anew."""
    pictures, row = np.unique(answered.picture, return_inverse=True)
    found = []
    for _ in range(draws):
        often = np.bincount(
            rng.integers(len(pictures), size=len(pictures)), minlength=len(pictures)
        )
        own, flat = (
            answered.f1(by, often=often[row].astype(float)) for by in (answered.thresholds, FLAT)
        )
        found.append(own.mean() - flat.mean())
    low, high = np.quantile(found, (0.025, 0.975))
    return float(low), float(high)


if __name__ == "__main__":
    main()
