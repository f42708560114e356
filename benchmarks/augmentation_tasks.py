"""The two tasks of `does_augmentation_help`: their datasets, and how what was learned is judged."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from cartvision.data.info import FILE_NAME
from cartvision.data.picture import Picture, Product
from cartvision.data.reader import Dataset, RandomAccess, open_dataset
from cartvision.data.writer import DatasetWriter
from cartvision.demo.verbs import run_verb
from cartvision.evidence.figures import figures_of, value_of
from cartvision.evidence.gathering import Gathering
from cartvision.evidence.parts import Part, everything, of_objects
from cartvision.evidence.tables import Evidence
from cartvision.inference.open import open_predictor
from cartvision.models.card import read_card
from cartvision.models.describer.open import load_describer
from cartvision.train_attributes.checking import check
from cartvision.train_attributes.subjects.crops import Cutter
from cartvision.train_attributes.subjects.listing import subjects
from cartvision.train_attributes.subjects.targets import targets
from cartvision.train_attributes.subjects.variety import Views
from cartvision.vision.codec import decode

EVERY_CROP = 10_000_000
HEAD = {"crops": EVERY_CROP}
OF_DETECTOR = ("map50", "map", "recall")
MARGIN = 0.1  # of a side: what a copy's geometry may cut without touching the product


Figures = dict[str, float]


@dataclass(frozen=True)
class Task:
    """What is learned, on what, and how it is judged."""

    name: str
    policy: str
    dataset: Path
    training: list[str]  # the stage and its flags, without places and seed
    judge: Callable[[Path, Path], Figures]  # by a model folder and the dataset
    epochs: int = 0  # of a head over its copies; a detector counts in steps


def flags_of(values: dict[str, Any]) -> list[str]:
    return [part for name, value in values.items() for part in (f"--{name}", str(value))]


def store_of_the_demo(out: Path, *, images: int) -> Path:
    """Drawn and split as the demo does it."""
    store, dataset = out / f"store-{images}", out / f"store-{images}-dataset"
    drawn = {"images": images, "seed": 7, "scenes": "tidy", "format": "sku110k", "out": store}
    if not store.is_dir():
        run_verb("synthesize", flags_of(drawn))
    if not (dataset / FILE_NAME).is_file():
        _ingest(store, "sku110k", dataset)
    return dataset


def _ingest(source: Path, layout: str, dataset: Path) -> None:
    report = dataset.with_name(f"{dataset.name}-report")
    places = {"source": source, "dataset": dataset, "report": report}
    run_verb("ingest", flags_of(places | {"format": layout, "val-share": 0.2}))


def judge_detector(model: Path, folder: Path) -> Figures:
    """Figures on the test split; a share of nothing is left out."""
    dataset, predictor = open_dataset(folder), open_predictor([model])
    common = _common_skus(dataset)
    gathering = Gathering(
        predictor, labelled=dataset.info.attributes, is_rare=lambda item: item.sku not in common
    )
    for picture in dataset.pictures("test"):
        pixels = decode(picture.encoded)
        gathering.update(picture, pixels=pixels, answer=predictor.predict([pixels])[0])
    evidence = gathering.evidence()
    whole = everything(evidence)
    rare = of_objects(whole, name="rare", chosen=evidence.objects.rare, evidence=evidence)
    found = _told_of(evidence, rare, ["recall"])
    told = _told_of(evidence, whole, OF_DETECTOR)
    return told | ({"rare": found["recall"]} if found else {})


def _told_of(evidence: Evidence, part: Part, names: Sequence[str]) -> Figures:
    return {
        name: value_of(name, figure, evidence=evidence, part=part)
        for name, figure in figures_of(evidence, part, only=names).items()
    }


def _common_skus(dataset: Dataset) -> set[str]:
    """The more frequent half."""
    counts = Counter(item.sku for one in dataset.pictures("train") for item in one.objects)
    ranked = sorted(counts, key=lambda sku: (counts[sku], sku))
    return set(ranked[len(ranked) // 2 :])


def groceries(out: Path, *, source: Path) -> Path:
    """Pictures as products, their categories as attributes."""
    ingested, products = out / "grocery", out / f"grocery-products-{MARGIN}"
    if (products / FILE_NAME).is_file():
        return products
    _ingest(source, "lists", ingested)
    dataset = open_dataset(ingested)
    names, made_by = dataset.info.taxonomy, dataset.info.made_by | {"products": MARGIN}
    with DatasetWriter(products, attributes=names, taxonomy=names, made_by=made_by) as writer:
        for split in dataset.shards:
            for picture in dataset.pictures(split):
                writer.add(_as_product(picture, names=names), split=split)
    return products


def _as_product(picture: Picture, *, names: Sequence[str]) -> Picture:
    low, high = MARGIN, 1 - MARGIN
    width, height, category = picture.width, picture.height, picture.labels.category
    box = (width * low, height * low, width * high, height * high)
    values = tuple(int(name == category) for name in names)
    return replace(picture, objects=(Product(box, category, category, values),))


def judge_head(model: Path, folder: Path) -> Figures:
    """Figures on val: that of the training stage, and the likeliest category."""
    dataset, trained = open_dataset(folder), load_describer(model)
    some = subjects(dataset, split="val")
    pictures = RandomAccess(dataset, split="val")
    told = check(
        trained,
        held_out=Cutter(pictures, some, trained.config.crop, Views()),
        answers=targets(some, paths=trained.tree.paths, skus={}),
        fewest=1,
    )
    metrics = read_card(model).metrics
    return {
        "macro_f1": metrics["macro_f1"],
        "top1": told["category_accuracy"],
        "coarse": metrics["category_accuracy_level_2"],
    }
