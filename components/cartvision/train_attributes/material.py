"""What a dataset has to learn attributes and categories from."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cartvision.data.picture import Split
from cartvision.data.reader import Dataset, RandomAccess
from cartvision.errors import InputError
from cartvision.models.describer.model import Describer
from cartvision.train_attributes.settings import Settings
from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.train_attributes.subjects.listing import Subjects, known_names, subjects, thinned
from cartvision.train_attributes.subjects.targets import Targets, targets
from cartvision.train_attributes.subjects.variety import Views


@dataclass(frozen=True)
class Material:
    train: Cutter
    val: Cutter
    categories: list[str]  # that train has examples of
    skus: Mapping[str, int]  # of train

    def targets_of(self, cutter: Cutter, model: Describer) -> Targets:
        return targets(cutter.some, paths=model.tree.paths, skus=self.skus)


def material(dataset: Dataset, *, settings: Settings) -> Material:
    """InputError where there is nothing to learn, or nothing to judge it by."""
    train, val = (_of(dataset, split, settings=settings) for split in ("train", "val"))
    if not len(train):
        raise InputError(
            "no product or picture of the train split has a known attribute or category: nothing "
            "to learn"
        )
    if not len(val):
        raise InputError(
            "no product or picture of the val split has a known attribute or category: nothing to "
            "choose thresholds by"
        )
    skus = known_names(train.skus, of=train.sku.tolist())
    return Material(
        train=_cutter(dataset, "train", train, settings=settings),
        val=_cutter(dataset, "val", val, settings=settings),
        categories=known_names(train.categories, of=train.category.tolist()),
        skus={name: number for number, name in enumerate(skus)},
    )


def _of(dataset: Dataset, split: Split, *, settings: Settings) -> Subjects:
    rng = np.random.default_rng((settings.seed, len(split)))
    return thinned(subjects(dataset, split=split), most=settings.crops, rng=rng)


def _cutter(dataset: Dataset, split: Split, some: Subjects, *, settings: Settings) -> Cutter:
    views = Views(jitter=settings.jitter)
    return Cutter(RandomAccess(dataset, split=split), some, settings.crop, views)
