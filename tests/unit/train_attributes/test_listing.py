from dataclasses import replace

import numpy as np
import pytest

from cartvision.data.picture import NA, PictureLabels, Product
from cartvision.train_attributes.subjects.listing import (
    UNKNOWN,
    WHOLE,
    by_picture,
    known_names,
    subjects,
    thinned,
)
from shelves import BOXES, picture, write_dataset

NOTHING = Product(BOXES[2])
CROWD = Product(BOXES[2], category="Drinks > Soda", attributes=(1, 1), crowd=True)
SODA = Product(BOXES[0], category="Drinks > Soda", sku="cola", attributes=(1, NA))
CHIPS = Product(BOXES[1], category="Food > Chips", sku="", attributes=())


def bare(seed: int, *, category: str = "", attributes: tuple[int, ...] = ()):
    labels = PictureLabels(category=category, attributes=attributes)
    return replace(picture(seed, products=()), labels=labels)


def listed(tmp_path, *pictures, per_shard: int = 1000):
    made = write_dataset(
        tmp_path / "d", [(one, "train") for one in pictures], pictures_per_shard=per_shard
    )
    return subjects(made, split="train")


def test_a_product_of_which_something_is_known_is_a_subject(tmp_path):
    found = listed(tmp_path, picture(0, products=(NOTHING, SODA, CROWD, CHIPS)))
    assert found.place.tolist() == [1, 3]
    assert found.labels.tolist() == [[1, NA], [NA, NA]]
    assert [found.categories[number] for number in found.category] == [
        "Drinks > Soda",
        "Food > Chips",
    ]
    assert [found.skus[number] if number >= 0 else "" for number in found.sku] == ["cola", ""]


@pytest.mark.parametrize(
    ("shown", "place", "labels"),
    [
        pytest.param(bare(0, category="Food > Chips"), [WHOLE], [[NA, NA]], id="its category"),
        pytest.param(bare(0, attributes=(0, 1)), [WHOLE], [[0, 1]], id="its attributes"),
        pytest.param(bare(0), [], [], id="nothing is known"),
        pytest.param(bare(0, attributes=(NA, NA)), [], [], id="all is NA"),
    ],
)
def test_a_picture_without_boxes_is_a_subject_itself(tmp_path, shown, place, labels):
    found = listed(tmp_path, shown)
    assert found.place.tolist() == place
    assert found.labels.tolist() == labels


def test_a_picture_with_boxes_is_none_whatever_it_is_labelled(tmp_path):
    labelled = replace(picture(0, products=(SODA,)), labels=PictureLabels(category="Food > Chips"))
    assert listed(tmp_path, labelled).place.tolist() == [0]


@pytest.mark.parametrize("per_shard", [1, 2, 1000])
def test_shards_change_nothing(tmp_path, per_shard):
    shown = [picture(0, products=(SODA, CHIPS)), bare(1, category="Food"), picture(2)]
    found = listed(tmp_path, *shown, per_shard=per_shard)
    assert found.picture.tolist() == [0, 0, 1, 2, 2, 2]
    assert found.place.tolist() == [0, 1, WHOLE, 0, 1, 2]
    pictures, rows = by_picture(found)
    assert pictures.tolist() == [0, 1, 2]
    assert [row.tolist() for row in rows] == [[0, 1], [2], [3, 4, 5]]


def test_an_empty_split_has_no_subjects(tmp_path):
    made = write_dataset(tmp_path / "d", [(picture(0), "train")])
    assert len(subjects(made, split="val")) == 0


def test_thinning_takes_the_same_share_everywhere(tmp_path):
    found = listed(tmp_path, *(picture(seed) for seed in range(60)))
    some = thinned(found, most=90, rng=np.random.default_rng(0))
    assert 70 < len(some) < 110
    assert thinned(found, most=180, rng=np.random.default_rng(0)) is found
    assert set(map(tuple, zip(some.picture, some.place, strict=True))) < set(
        map(tuple, zip(found.picture, found.place, strict=True))
    )


def test_names_are_those_that_are_used():
    assert known_names(["b", "a", "c"], of=[2, UNKNOWN, 1, 2]) == ["a", "c"]
