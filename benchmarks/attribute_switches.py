"""What each way of learning from rare and missing labels is worth, on vectors that are kept.

    python benchmarks/attribute_switches.py DATASET… [--arms plain weighted …] [--seeds 3]
        [--hide 0.5] [--crop 64] [--warm-epochs 25]

Every arm learns the heads from the same train subjects, lets val choose its thresholds and is
judged on known labels of test. All but the first two differ from `plain` in one thing:

    no         NA is taken for 0 in train
    weighted   positives by their rarity
    repeat     what fewer than a tenth have is shown more often
    synthetic  up to three new vectors for each product with a very rare attribute
    cut-out    three of ten crops lose a rectangle

`--hide` makes so large a share of train's known labels NA first, whatever they are.
"""

import argparse
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from cartvision.data.picture import NA
from cartvision.data.reader import Dataset, open_dataset
from cartvision.train_attributes.__main__ import pupil_of
from cartvision.train_attributes.answers import answers_to
from cartvision.train_attributes.checking import SAME_FOR_ALL
from cartvision.train_attributes.judging import Judged, calibrate, judge
from cartvision.train_attributes.material import Material, cutter_of, material
from cartvision.train_attributes.phases import warm_up
from cartvision.train_attributes.presets import settings_of
from cartvision.train_attributes.settings import Settings
from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.train_attributes.subjects.targets import Targets
from cartvision.train_attributes.vectors import answered_from, learnt_from

SWITCHES: dict[str, dict[str, Any]] = {
    "plain": {},
    "no": {},
    "weighted": {"weighted": True},
    "repeat": {"repeat": 0.1},
    "synthetic": {"synthetic": 3},
    "cut-out": {"cut_out": 0.3},
}


@dataclass(frozen=True)
class Seen:
    """Vectors of the subjects of each split; cut-out alters those of train."""

    train: Tensor
    covered: Tensor
    val: Tensor
    test: Tensor


def main() -> None:
    told = _told()
    dataset = open_dataset(told.dataset)
    chosen = {"crop": told.crop, "warm_epochs": told.warm_epochs, "weighted": False}
    plain = settings_of("demo", **chosen)
    known, test = material(dataset, settings=plain), cutter_of(dataset, "test", settings=plain)
    seen = seen_of(known, test, dataset=dataset, settings=plain, covered="cut-out" in told.arms)
    for arm in told.arms:
        judged = []
        for seed in range(told.seeds):
            settings = replace(plain, seed=seed, **SWITCHES[arm])
            judged.append(judged_of(arm, known, test, seen, told.hide, dataset, settings))
        print(f"{arm:10s} {shown(judged)}", flush=True)


def _told() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("dataset", type=Path, nargs="+")
    parser.add_argument("--arms", nargs="+", choices=SWITCHES, default=list(SWITCHES))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--hide", type=float, default=0.0)
    parser.add_argument("--crop", type=int, default=64)
    parser.add_argument("--warm-epochs", type=int, default=25)
    return parser.parse_args()


def seen_of(
    known: Material, test: Cutter, *, dataset: Dataset, settings: Settings, covered: bool
) -> Seen:
    model = pupil_of(known, dataset=dataset, settings=settings).model
    train = learnt_from(model, known.train, seed=settings.seed)
    views = replace(settings, **SWITCHES["cut-out"]).views
    altered = replace(known.train, views=views) if covered else None
    return Seen(
        train=train,
        covered=learnt_from(model, altered, seed=settings.seed) if altered else train,
        val=answered_from(model, known.val, what="val", seed=SAME_FOR_ALL),
        test=answered_from(model, test, what="test", seed=SAME_FOR_ALL),
    )


def judged_of(
    arm: str,
    known: Material,
    test: Cutter,
    seen: Seen,
    hide: float,
    dataset: Dataset,
    settings: Settings,
) -> Judged:
    pupil = pupil_of(known, dataset=dataset, settings=settings)
    rng = np.random.default_rng(settings.seed)
    labels = with_hidden(pupil.targets, share=hide, rng=rng)
    if arm == "no":
        labels = torch.where(labels == NA, torch.zeros_like(labels), labels)
    pupil = replace(pupil, targets=replace(pupil.targets, labels=labels))
    vectors = seen.covered if arm == "cut-out" else seen.train
    with tempfile.TemporaryDirectory() as folder:
        warm_up(pupil, vectors, settings=settings, folder=Path(folder) / "run")
    model = pupil.model.eval()
    decisions = calibrate(
        model,
        answers_to(model, seen.val),
        pupil.answers,
        some=pupil.held_out.some,
        learnt=labels.numpy(),
        settings=settings,
    )
    return judge(
        model,
        answers_to(model, seen.test),
        known.targets_of(test, model),
        some=test.some,
        decisions=decisions,
        strangers=np.zeros(len(test.some), dtype=bool),
        fewest=settings.fewest,
    )


def with_hidden(targets: Targets, *, share: float, rng: np.random.Generator) -> Tensor:
    hidden = torch.from_numpy(rng.random(tuple(targets.labels.shape)) < share)
    return torch.where(hidden, torch.full_like(targets.labels, NA), targets.labels)


def shown(judged: list[Judged]) -> str:
    """Means over seeds, and the spread of the first figure."""
    columns = {
        "AP": [one.metrics["macro_ap"] for one in judged],
        "F1": [one.metrics["macro_f1"] for one in judged],
        "at .5": [one.metrics["macro_f1_at_half"] for one in judged],
    }
    told = [f"{name} {np.mean(found):.3f}" for name, found in columns.items()]
    spread = f"F1 from {min(columns['F1']):.3f} to {max(columns['F1']):.3f}"
    told_of = [one for one in judged[0].attributes if one.f1 is not None]
    rarest = min(told_of, key=lambda one: one.positives).name
    found = [one.f1 or 0 for each in judged for one in each.attributes if one.name == rarest]
    return ", ".join([*told, spread, f"{rarest} (rarest) F1 {np.mean(found):.3f}"])


if __name__ == "__main__":
    main()
