"""What a dataset has to learn attributes and categories from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from cartvision.data.picture import SPLITS, Split
from cartvision.data.reader import Dataset, RandomAccess
from cartvision.errors import InputError
from cartvision.models.describer.model import Describer
from cartvision.train_attributes.settings import Settings
from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.train_attributes.subjects.listing import known_names, subjects, thinned
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
    train, val = (cutter_of(dataset, split, settings=settings) for split in ("train", "val"))
    train = replace(train, size=settings.train_crop or settings.crop)
    if not len(train.some):
        raise InputError(
            "no product or picture of the train split has a known attribute or category: nothing "
            "to learn"
        )
    if not len(val.some):
        raise InputError(
            "no product or picture of the val split has a known attribute or category: nothing to "
            "choose thresholds by"
        )
    learnt = train.some
    skus = known_names(learnt.skus, of=learnt.sku.tolist())
    return Material(
        train=train,
        val=val,
        categories=known_names(learnt.categories, of=learnt.category.tolist()),
        skus={name: number for number, name in enumerate(skus)},
    )


def cutter_of(dataset: Dataset, split: Split, *, settings: Settings) -> Cutter:
    """Of the subjects of a split, or of as many as are asked for."""
    rng = np.random.default_rng((settings.seed, SPLITS.index(split)))
    some = thinned(subjects(dataset, split=split), most=settings.crops, rng=rng)
    views = Views(jitter=settings.jitter)
    return Cutter(RandomAccess(dataset, split=split), some, settings.crop, views)
