"""A tiny detector and attribute head, really trained on tiny shelves by their stages."""

from dataclasses import dataclass
from pathlib import Path

from cartvision.data.picture import Picture, Product, Split
from cartvision.train_attributes.__main__ import main as train_attributes
from cartvision.train_attributes.flags import TrainAttributesFlags
from cartvision.train_detector.__main__ import main as train_detector
from cartvision.train_detector.flags import TrainDetectorFlags
from shelves import BOXES, picture, write_dataset

PICTURES: list[tuple[int, Split]] = [(0, "train"), (1, "train"), (2, "train"), (3, "train")]
HELD_OUT: list[tuple[int, Split]] = [(0, "val"), (1, "val"), (2, "test"), (3, "test")]


@dataclass(frozen=True)
class Trained:
    """Folders that the stages wrote."""

    dataset: Path
    detector: Path
    attributes: Path
    reports: Path


def labelled(seed: int) -> Picture:
    products = tuple(
        Product(box, category="Drinks > Soda", sku=f"sku-{n}", attributes=(n % 2, (n + 1) % 2))
        for n, box in enumerate(BOXES)
    )
    return picture(seed, products=products)


def train_tiny(folder: Path) -> Trained:
    """The held-out pictures are the learnt ones: what is tested is the machinery, not learning."""
    made = Trained(folder / "dataset", folder / "detector", folder / "attributes", folder / "r")
    write_dataset(made.dataset, [(labelled(seed), split) for seed, split in PICTURES + HELD_OUT])
    train_detector(
        TrainDetectorFlags(
            dataset=[made.dataset],
            model=made.detector,
            report=made.reports / "detector",
            steps=100,
            learning_rate=3e-3,
            size=96,
            sides=[1.0],
            zoom=[1.0, 1.0],
        )
    )
    train_attributes(
        TrainAttributesFlags(
            dataset=[made.dataset],
            model=made.attributes,
            report=made.reports / "attributes",
            crop=32,
            warm_epochs=60,
            fewest=1,
        )
    )
    return made
