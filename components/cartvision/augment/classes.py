"""What a picture shows, class by class: what its number of copies is balanced by."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from cartvision.data.picture import Picture
from cartvision.data.reader import Dataset

Kind = Literal["category", "sku"]


def classes_of(picture: Picture, *, kind: Kind) -> Counter[str]:
    """How many of each class the picture shows: its products, else what is known of it as a whole.

    "" is unknown, and no class.
    """
    if picture.objects:
        return _known((getattr(item, kind), 1) for item in picture.objects)
    if kind == "category":
        return _known([(picture.labels.category, 1)])
    return _known((item.sku, item.quantity) for item in picture.labels.contents)


def train_classes(dataset: Dataset, *, kind: Kind) -> Iterator[Counter[str]]:
    """`classes_of` every train picture, in the order of `Dataset.pictures`; no pixel is read."""
    objects = dataset.column("objects", split="train")
    labels = dataset.column("labels", split="train")
    for products, whole in zip(objects, labels, strict=True):
        yield _of_row(products, whole, kind=kind)


def _of_row(products: list[Any], whole: dict[str, Any], *, kind: Kind) -> Counter[str]:
    """As `classes_of`, of a row as it is stored."""
    if products:
        return _known((item[kind], 1) for item in products)
    if kind == "category":
        return _known([(whole["category"], 1)])
    return _known((item["sku"], item["quantity"]) for item in whole["contents"])


def _known(named: Iterable[tuple[str, int]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for name, number in named:
        if name:
            counts[name] += number
    return +counts
