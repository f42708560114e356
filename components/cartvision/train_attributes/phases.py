"""The two phases: heads on kept vectors, then heads and the end of the backbone on pixels."""

from dataclasses import dataclass, replace
from functools import partial
from math import ceil
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from cartvision.models.describer.model import Describer
from cartvision.models.describer.unfreezing import unfreeze
from cartvision.train_attributes.checking import FIGURE, check
from cartvision.train_attributes.imbalance.minority import synthetic
from cartvision.train_attributes.imbalance.rarity import rarity
from cartvision.train_attributes.imbalance.sampling import repeat_factors
from cartvision.train_attributes.keeping import Kept
from cartvision.train_attributes.lessons import CropLessons, VectorLessons, collate
from cartvision.train_attributes.settings import Settings
from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.train_attributes.subjects.targets import Targets
from cartvision.train_attributes.vectors import kept_from
from cartvision.training.checks import Check
from cartvision.training.engine import train
from cartvision.training.epochs import Epochs
from cartvision.training.history import History
from cartvision.training.recipe import Recipe

SEEN, WARM, TUNED = "seen", "warm", "tuned"  # folders of vectors, and of their checkpoints


@dataclass(frozen=True)
class Pupil:
    """A model, and what it learns from."""

    model: Describer
    known: Cutter
    targets: Targets
    held_out: Cutter
    answers: Targets  # of the held out
    data: str  # fingerprint of the dataset


def learn(pupil: Pupil, *, settings: Settings, folder: Path) -> History:
    """In place; both phases go on where a stopped run was."""
    unfreeze(pupil.model.backbone, layers=0)
    seen = kept_from(folder / SEEN, pupil.model, pupil.known, data=pupil.data, seed=settings.seed)
    history = warm_up(pupil, seen, settings=settings, folder=folder / WARM)
    if settings.tune_epochs:
        history = history.followed_by(tune(pupil, settings=settings, folder=folder / TUNED))
    return history


def warm_up(pupil: Pupil, seen: Tensor, *, settings: Settings, folder: Path) -> History:
    """The heads alone, on what the backbone, which stands still, has `seen` of every subject."""
    targets = pupil.targets
    if settings.synthetic:
        made = synthetic(
            seen.numpy(),
            targets.labels.numpy(),
            rng=np.random.default_rng(settings.seed),
            most=settings.synthetic,
        )
        seen = torch.cat([seen, torch.from_numpy(made.features)])
        targets = targets.followed_by(torch.from_numpy(made.labels))
    often = repeats_of(targets, settings=settings)
    order = Epochs(often, seed=settings.seed)
    batch = min(settings.warm_batch, len(order))
    steps = max(1, round(settings.warm_epochs * len(order) / batch))
    weigh(pupil.model, targets, shown=often, settings=settings)
    recipe = Recipe(
        steps=steps,
        batch=batch,
        learning_rate=settings.warm_rate,
        seed=settings.seed,
    )
    lessons = VectorLessons(seen, targets, order, items=steps * batch)
    agreed = settings.identity(tuning=False)
    return _run(pupil, lessons, recipe=recipe, agreed=agreed, folder=folder)


def tune(pupil: Pupil, *, settings: Settings, folder: Path) -> History:
    """The last layers of the backbone learn too; what is held out ends it, and chooses weights.

    A share of the weights from before is mixed into what is judged, and kept in the end.
    """
    before = Kept.of(pupil.model, share=settings.keep)
    unfreeze(pupil.model.backbone, layers=settings.last_layers)
    often = repeats_of(pupil.targets, settings=settings)
    weigh(pupil.model, pupil.targets, shown=often, settings=settings)
    shown = replace(pupil.known, views=settings.views)
    lessons = CropLessons(
        shown,
        pupil.targets,
        repeats=often,
        epochs=settings.tune_epochs,
        batch=settings.tune_batch,
        most=settings.most_of_one,
        seed=settings.seed,
    )
    an_epoch = max(1, lessons.steps // settings.tune_epochs)
    looks = min(settings.checks, settings.tune_epochs)
    recipe = Recipe(
        steps=lessons.steps,
        batch=settings.tune_batch,
        learning_rate=settings.tune_rate,
        seed=settings.seed,
        average=settings.average,
        half_precision=True,
        workers=settings.workers,
        check_every=ceil(lessons.steps / looks),
        better=FIGURE,
        patience=settings.patience,
        save_every=an_epoch,
    )
    asked = partial(
        _check,
        before=before,
        held_out=pupil.held_out,
        answers=pupil.answers,
        fewest=settings.fewest,
    )
    agreed = settings.identity()
    history = _run(pupil, lessons, recipe=recipe, agreed=agreed, folder=folder, check=asked)
    before.mixed_into(pupil.model)
    return history


def _run(
    pupil: Pupil,
    lessons: VectorLessons | CropLessons,
    *,
    recipe: Recipe,
    agreed: dict[str, object],
    folder: Path,
    check: Check | None = None,
) -> History:
    return train(
        pupil.model,
        lessons,
        recipe=recipe,
        collate=collate,
        folder=folder,
        settings=identity(pupil, agreed=agreed, recipe=recipe),
        check=check,
        in_order=True,
    )


def _check(
    model: nn.Module, *, before: Kept, held_out: Cutter, answers: Targets, fewest: int
) -> dict[str, float]:
    assert isinstance(model, Describer)
    with before.while_mixed_into(model):
        return check(model, held_out=held_out, answers=answers, fewest=fewest)


def repeats_of(targets: Targets, *, settings: Settings) -> NDArray[np.float64]:
    if not settings.repeat:
        return np.ones(len(targets.labels))
    return repeat_factors(
        targets.labels.numpy(), targets.category.numpy(), threshold=settings.repeat
    )


def weigh(
    model: Describer, targets: Targets, *, shown: NDArray[np.float64], settings: Settings
) -> None:
    """Positives count by their rarity in what this phase shows."""
    if settings.weighted:
        model.weights.copy_(torch.from_numpy(rarity(targets.labels.numpy(), shown=shown)))


def identity(pupil: Pupil, *, agreed: dict[str, object], recipe: Recipe) -> dict[str, object]:
    told: dict[str, object] = {"data": pupil.data, "recipe": recipe.identity()}
    return told | {"subjects": len(pupil.known.some)} | agreed
