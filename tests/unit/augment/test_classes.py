"""A picture's classes: of its products, else of the whole; the same from the columns alone."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from cartvision.augment.classes import classes_of, train_classes
from cartvision.data.picture import Contents, Picture, PictureLabels, Product
from shelves import PRODUCTS, picture, write_dataset

WHOLE = PictureLabels(
    category="Food > Chips",
    contents=(Contents("s1", "one", 2), Contents("s2", "two", 1), Contents("s1", "one", 3)),
)
UNKNOWN = PictureLabels(contents=(Contents("", "who knows", 4), Contents("s1", "none", 0)))
UNNAMED = (Product((4, 6, 24, 30)), Product((30, 6, 52, 30), category="Drinks > Soda", sku="s1"))


def labelled(labels: PictureLabels, *, products: tuple[Product, ...] = ()) -> Picture:
    return replace(picture(1, products=products), labels=labels)


CASES = [
    pytest.param(
        picture(1),
        {"Drinks > Soda": 2, "Food > Chips": 1},
        {"sku-0": 1, "sku-1": 1, "sku-2": 1},
        id="each product counts once",
    ),
    pytest.param(
        labelled(WHOLE), {"Food > Chips": 1}, {"s1": 5, "s2": 1}, id="no products: the whole"
    ),
    pytest.param(
        labelled(WHOLE, products=PRODUCTS[:1]),
        {"Drinks > Soda": 1},
        {"sku-0": 1},
        id="products come before the whole",
    ),
    pytest.param(
        labelled(WHOLE, products=UNNAMED),
        {"Drinks > Soda": 1},
        {"s1": 1},
        id="a product of no class",
    ),
    pytest.param(labelled(UNKNOWN), {}, {}, id="contents unknown or none"),
    pytest.param(picture(1, products=()), {}, {}, id="nothing known"),
]


@pytest.mark.parametrize(("shown", "categories", "skus"), CASES)
def test_the_classes_of_a_picture(shown, categories, skus) -> None:
    assert classes_of(shown, kind="category") == categories
    assert classes_of(shown, kind="sku") == skus
    assert not [name for name, count in classes_of(shown, kind="sku").items() if count < 1]


@pytest.mark.parametrize("kind", ["category", "sku"])
def test_the_columns_tell_the_same_as_the_pictures_in_their_order(tmp_path: Path, kind) -> None:
    given = [replace(case.values[0], group=f"g{n}") for n, case in enumerate(CASES)]
    pictures = [replace(one, encoded=picture(n).encoded) for n, one in enumerate(given)]
    pairs = [(one, "train") for one in pictures] + [(picture(99), "val")]
    dataset = write_dataset(tmp_path / "d", pairs, pictures_per_shard=2)
    assert len(dataset.shards["train"]) == 3
    counted: list[Counter[str]] = list(train_classes(dataset, kind=kind))
    assert counted == [classes_of(one, kind=kind) for one in dataset.pictures("train")]
    assert sum(map(bool, counted)) == 4
