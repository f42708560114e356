"""What is counted while a dataset streams by."""

from dataclasses import replace

import pytest

from cartvision.data.figures import SIDE_STEP, Figures, Known
from cartvision.data.picture import SPLITS, Contents, PictureLabels, Product
from shelves import ATTRIBUTES, HEIGHT, TAXONOMY, WIDTH, picture

SODA, CHIPS = TAXONOMY
LABELS = PictureLabels(SODA, attributes=(1, -1), contents=(Contents("s", "Soda", 4),))


def figures(*pictures, split="train"):
    counted = Figures(ATTRIBUTES)
    for one in pictures:
        counted.add(one, split=split)
    return counted.of(split)


def test_rows_copies_objects_and_groups_are_counted():
    original = picture(1)
    copy = replace(picture(2, group="store-1"), parent=original.image_id, copy=1)
    counted = figures(original, copy, picture(3))
    assert (counted.pictures, counted.copies, counted.objects, counted.groups) == (3, 1, 9, 2)


@pytest.mark.parametrize(
    ("labels", "negatives"),
    [
        pytest.param(PictureLabels(), 1, id="an empty shelf"),
        pytest.param(LABELS, 0, id="labelled as a whole"),
    ],
)
def test_a_picture_without_any_product_is_a_negative(labels, negatives):
    counted = figures(replace(picture(1, products=()), labels=labels), picture(2))
    assert counted.negatives == negatives


def test_categories_come_with_the_most_frequent_first():
    assert list(figures(picture(1)).categories.items()) == [(SODA, 2), (CHIPS, 1)]


def test_na_is_a_value_of_its_own_and_a_product_without_labels_is_na():
    products = tuple(
        Product((1, 1, 9, 9), attributes=values) for values in [(1, -1), (0, -1), (1, 0), ()]
    )
    counted = figures(picture(1, products=products)).attributes
    assert counted == {"has_cap": Known(2, 1, 1), "damaged": Known(0, 1, 3)}
    assert counted["damaged"].na_rate == 0.75


def test_attributes_of_pictures_are_those_of_pictures_that_carry_them():
    counted = figures(replace(picture(1), labels=LABELS), picture(2))
    assert counted.picture_attributes == {"has_cap": Known(1, 0, 0), "damaged": Known(0, 0, 1)}
    assert counted.labelled_pictures == 1
    assert (counted.picture_categories, counted.contents) == ({SODA: 1}, {"Soda": 4})


def test_products_of_a_picture_are_counted_by_their_number():
    assert figures(picture(1), picture(2), picture(3, products=())).densities == {0: 1, 3: 2}


@pytest.mark.parametrize(
    ("box", "side"),
    [
        pytest.param((0, 0, WIDTH, HEIGHT), 1.0, id="the whole picture"),
        pytest.param((0, 0, WIDTH / 2, HEIGHT / 2), 0.5, id="a quarter of it"),
        pytest.param((0, 0, WIDTH, HEIGHT / 4), 0.5, id="a band"),
    ],
)
def test_the_side_of_a_box_is_a_share_of_the_pictures(box, side):
    (found,) = figures(picture(1, products=(Product(box),))).sides
    assert found * SIDE_STEP == pytest.approx(side)


@pytest.mark.parametrize(
    "box",
    [
        pytest.param((5, 5, 5, 9), id="no area"),
        pytest.param((float("nan"), 5, 9, 9), id="not a number"),
        pytest.param((0, 0, WIDTH + 1, 9), id="outside"),
    ],
)
def test_a_broken_box_is_an_object_without_a_side(box):
    counted = figures(picture(1, products=(Product(box),)))
    assert (counted.objects, counted.sides) == (1, {})


def test_splits_together_are_their_sum():
    counted = Figures(ATTRIBUTES)
    for seed, split in enumerate((*SPLITS, "train")):
        counted.add(picture(seed, group="one" if split == "train" else ""), split=split)
    together = counted.of(*SPLITS)
    assert (together.pictures, together.objects, together.groups) == (4, 12, 3)
    assert together.attributes["has_cap"] == Known(4, 8, 0)
    assert counted.of("val").pictures == 1


def test_nothing_counted_is_nought():
    counted = figures()
    assert (counted.pictures, counted.categories) == (0, {})
    assert counted.attributes["damaged"].na_rate == 0.0
