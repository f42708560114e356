"""Fitting a detector: what it is shown, by which recipe, and what is looked at meanwhile."""

from functools import partial
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from transformers import set_seed

from cartvision.data.categories import classes_at
from cartvision.data.reader import Dataset
from cartvision.errors import InputError
from cartvision.models.detectors.detector import Detector
from cartvision.models.ranks import join, processes
from cartvision.train_detector.checking import check, pictures_to_check
from cartvision.train_detector.lessons.pictures import TrainingPictures, Views, collate
from cartvision.train_detector.lessons.plan import Course, plan_of
from cartvision.train_detector.lessons.shown import FEWEST_PIXELS
from cartvision.train_detector.lessons.stock import Stock, stock_of
from cartvision.train_detector.settings import Settings
from cartvision.train_detector.starting import new_detector, sides_of
from cartvision.training.engine import train
from cartvision.training.history import History
from cartvision.training.recipe import Recipe


def fit_detector(dataset: Dataset, *, settings: Settings, folder: Path) -> tuple[Detector, History]:
    """The trained detector, ready to be asked where it is fastest, and what happened.

    Checkpoints are in `folder`.
    """
    if dataset.size("val") == 0:
        raise InputError("the dataset has no val pictures: ingest more, or other shares")
    join()
    classes = classes_at(settings.level, taxonomy=dataset.info.taxonomy)
    stock = stock_of(dataset, classes=classes)
    require_visible(dataset, settings=settings)
    looked_at = pictures_to_check(dataset)
    set_seed(settings.seed)
    with TemporaryDirectory() as fetched:
        detector = new_detector(settings, dataset=dataset, stock=stock, to=Path(fetched))
    history = train(
        detector,
        lessons(dataset, settings=settings, stock=stock),
        recipe=recipe_of(settings),
        collate=collate,
        folder=folder,
        settings={"data": dataset.info.fingerprint, **settings.identity()},
        check=partial(check, pictures=looked_at),
        in_order=True,
    )
    return detector.eval().to("cuda" if torch.cuda.is_available() else "cpu"), history


def require_visible(dataset: Dataset, *, settings: Settings) -> None:
    """InputError where every product is too small to be learnt, however it is shown."""
    largest = max(settings.squares) * settings.zoom[1]
    shorter = sides_of(dataset, size=round(largest)).min(axis=1)
    if (shorter < FEWEST_PIXELS).all():
        raise InputError(
            f"all {len(shorter)} train products are narrower than {FEWEST_PIXELS:g} pixels where "
            f"they are learnt, the widest {shorter.max():.1f}: raise --size, or the higher --zoom"
        )


def lessons(dataset: Dataset, *, settings: Settings, stock: Stock) -> TrainingPictures:
    """Every picture of the run, in the order in which it is shown."""
    course = Course(
        steps=settings.steps,
        batch=settings.batch * settings.accumulate * processes(),
        seed=settings.seed,
        sides=settings.squares,
        balance=settings.balance,
        curriculum=settings.curriculum,
        originals=settings.originals,
    )
    return TrainingPictures(
        dataset,
        plan=plan_of(dataset, course=course, stock=stock),
        classes=stock.classes,
        views=Views(zoom=settings.zoom, mosaic=settings.mosaic),
    )


def recipe_of(settings: Settings) -> Recipe:
    each = ceil(settings.steps / settings.checks)  # the last step is checked in any case
    return Recipe(
        steps=settings.steps,
        batch=settings.batch,
        accumulate=settings.accumulate,
        learning_rate=settings.learning_rate,
        seed=settings.seed,
        weight_decay=settings.weight_decay,
        schedule=settings.schedule,
        milestones=tuple(round(share * settings.steps) for share in settings.decays),
        warmup_share=settings.warmup,
        clip=settings.clip,
        average=settings.average,
        half_precision=True,
        workers=settings.workers,
        check_every=each,
        patience=settings.patience,
        save_every=each,
    )
