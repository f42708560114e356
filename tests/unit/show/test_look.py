"""Colours of categories, letters of attributes, and words that are made to fit."""

import numpy as np
import pytest

from cartvision.show.ink import INK, WHITE, readable_on, shortened, width
from cartvision.show.look import leaf, letters_of
from cartvision.show.palette import DISTINCT, palette

NAMES = [f"Food > Shelf {number}" for number in range(60)]


def test_the_same_categories_have_the_same_colours():
    assert palette(NAMES) == palette(NAMES)


@pytest.mark.parametrize("count", [2, 10, len(DISTINCT)])
def test_colours_of_a_few_categories_are_far_from_each_other(count):
    colours = np.array(list(palette(NAMES[:count]).values()))
    apart = np.abs(colours[:, None] - colours[None]).sum(axis=-1)
    assert apart[~np.eye(count, dtype=bool)].min() >= 60


def test_fifty_categories_have_a_colour_each():
    assert len(set(palette(NAMES[:50]).values())) == 50


def test_more_categories_than_colours_have_one_all_the_same():
    assert palette(NAMES).keys() == set(NAMES)


def test_most_categories_keep_their_colour_when_one_is_added():
    before, after = palette(NAMES[:12]), palette(["A new one", *NAMES[:12]])
    assert sum(before[name] == after[name] for name in before) >= 9


@pytest.mark.parametrize(
    ("attributes", "letters"),
    [
        pytest.param(["has_cap", "damaged"], "cd", id="first of the name"),
        pytest.param(["promo_label", "price_tag"], "pr", id="next where it is taken"),
        pytest.param(["is_new", "isolated"], "ni", id="has and is say nothing"),
        pytest.param(["a", "a b"], "ab", id="no blanks"),
        pytest.param(["a", "aa"], "ab", id="any where all are taken"),
        pytest.param([f"{'x' * n}" for n in range(1, 64)], None, id="sixty-three"),
    ],
)
def test_every_attribute_has_a_letter_of_its_own(attributes, letters):
    found = letters_of(attributes)
    if letters:
        assert "".join(found) == letters
    assert len(found) == len(attributes)
    assert all(len(letter) == 1 for letter in found)
    distinct = set(found) - {"*"}
    assert len(distinct) == min(len(attributes), 62)


@pytest.mark.parametrize(
    "text", ["short.jpg", "a" * 200 + ".jpg", "folder/of/pictures/" * 9 + "x.jpg", "漢字.jpg", ""]
)
@pytest.mark.parametrize("room", [30, 120])
def test_words_fit_into_their_room(text, room):
    short = shortened(text, room=room, size=13)
    assert width(short, size=13) <= room
    assert short == text or "…" in short


def test_the_end_of_a_name_is_kept():
    assert shortened("a" * 200 + ".jpg", room=120, size=13).endswith(".jpg")


@pytest.mark.parametrize(("ground", "ink"), [((255, 225, 25), INK), ((0, 0, 117), WHITE)])
def test_words_are_dark_on_light_and_light_on_dark(ground, ink):
    assert readable_on(ground) == ink


@pytest.mark.parametrize(("path", "name"), [("Food > Snacks > Chips", "Chips"), ("Soda", "Soda")])
def test_the_leaf_is_the_last_of_the_path(path, name):
    assert leaf(path) == name
