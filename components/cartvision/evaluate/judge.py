"""A model asked for every picture of a split: its evidence, its alarms, its worst mistakes."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cartvision.data.counting import count_products
from cartvision.data.picture import Product, Split
from cartvision.data.reader import Dataset
from cartvision.errors import InputError
from cartvision.evaluate.doubts.alarms import Alarm
from cartvision.evaluate.doubts.caps import Caps
from cartvision.evaluate.doubts.class_numbers import ClassNumbers
from cartvision.evaluate.doubts.readings import Readings
from cartvision.evaluate.galleries.gallery import Gallery
from cartvision.evaluate.rarity import rare_by
from cartvision.evidence.gathering import Gathering
from cartvision.evidence.tables import Evidence
from cartvision.inference.answer import Predictor
from cartvision.loops import progress
from cartvision.metrics.coco import Compared
from cartvision.vision.codec import decode

AUDITED = 500  # pictures: that evaluator holds every box as a dictionary


@dataclass(frozen=True)
class Judgement:
    """Everything that was seen of a model."""

    evidence: Evidence
    alarms: list[Alarm]
    audited: list[Compared] = field(repr=False)  # the first pictures, for COCO's evaluator
    gallery: Gallery = field(repr=False)


def judge(predictor: Predictor, dataset: Dataset, *, split: Split) -> Judgement:
    """Ask as a cart does, a picture at a time."""
    total = require_pictures(dataset, split=split)
    gathering = Gathering(predictor, labelled=dataset.info.attributes, is_rare=rarity(dataset))
    readings, numbers, caps = Readings(), ClassNumbers(), Caps(predictor.most)
    audited: list[Compared] = []
    gallery = Gallery()
    for picture in progress(dataset.pictures(split), what=predictor.subject, total=total):
        pixels = decode(picture.encoded)
        answer = predictor.predict([pixels])[0]
        seen = gathering.update(picture, pixels=pixels, answer=answer)
        readings.update(
            seen.found,
            truth=seen.truth,
            width=picture.width,
            height=picture.height,
            path=picture.path,
        )
        numbers.update(seen.found, truth=seen.truth)
        caps.update(path=picture.path, answers=len(seen.found), objects=seen.truth.count)
        if len(audited) < AUDITED:
            audited.append((seen.found, seen.truth))
        gallery.consider(picture, pixels=pixels, seen=seen)
    alarms = [*readings.alarms(), *numbers.alarms(), *caps.alarms()]
    return Judgement(gathering.evidence(), alarms, audited, gallery)


def require_pictures(dataset: Dataset, *, split: Split) -> int:
    total = dataset.size(split)
    if not total:
        sizes = {name: one.pictures for name, one in dataset.info.splits.items()}
        raise InputError(f"the dataset has no pictures in {split}; it has {sizes}")
    return total


def rarity(dataset: Dataset) -> Callable[[Product], bool]:
    return rare_by(count_products(dataset, split="train"))
