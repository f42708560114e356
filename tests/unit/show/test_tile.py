"""One picture with its products drawn, looked at pixel by pixel."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from cartvision.data.info import DatasetInfo
from cartvision.data.picture import Contents, Picture, PictureLabels, Product
from cartvision.show import caption, legend
from cartvision.show.look import Look, look_of
from cartvision.show.naming import area, place_names
from cartvision.show.tile import LARGEST, draw_tile
from cartvision.vision.codec import encode_png
from shelves import TAXONOMY, picture

WIDTH, HEIGHT = 400, 300
GREY = encode_png(np.full((HEIGHT, WIDTH, 3), 128, dtype=np.uint8))
INFO = DatasetInfo(attributes=["has_cap", "damaged"], taxonomy=TAXONOMY)
SODA, CHIPS = TAXONOMY


def shelf(*products: Product) -> Picture:
    return replace(picture(1), encoded=GREY, width=WIDTH, height=HEIGHT, objects=products)


def look(*pictures: Picture) -> Look:
    return look_of(INFO, pictures)


def drawn(one: Picture, *, most: tuple[int, int] = (WIDTH, HEIGHT)) -> np.ndarray:
    return np.asarray(draw_tile(one, look=look(one), most=most))


def changed(one: Picture) -> np.ndarray:
    return (drawn(one) != 128).any(axis=-1)


def test_a_product_is_outlined_in_the_colour_of_its_category():
    pixels = drawn(shelf(Product((50, 60, 150, 160), category=SODA)))
    colour = look().colour(SODA)
    assert (pixels[100, [50, 149]] == colour).all()
    assert (pixels[80:150, 60:140] == 128).all()


def test_an_unknown_category_is_outlined_and_not_named():
    found = changed(shelf(Product((50, 60, 250, 260))))
    assert found[100, 50]
    assert not found[64:255, 54:245].any()


@pytest.mark.parametrize(
    ("size", "most", "shown"),
    [
        pytest.param((400, 300), (200, 200), (200, 150), id="wide"),
        pytest.param((300, 400), (200, 200), (150, 200), id="tall"),
        pytest.param((1000, 1), (200, 200), (200, 1), id="a thread"),
        pytest.param((10, 10), (200, 200), (10 * LARGEST, 10 * LARGEST), id="tiny"),
    ],
)
def test_a_picture_is_as_large_as_fits(size, most, shown):
    pixels = np.zeros((size[1], size[0], 3), dtype=np.uint8)
    one = replace(shelf(), encoded=encode_png(pixels), width=size[0], height=size[1])
    assert draw_tile(one, look=look(), most=most).size == shown


def test_a_product_with_an_attribute_has_its_letter_and_one_without_none():
    box = (50, 60, 150, 200)
    letters = [
        changed(shelf(Product(box, attributes=values)))[150:198, 54:146].any()
        for values in [(1, 0), (0, 0), (-1, -1), ()]
    ]
    assert letters == [True, False, False, False]


def test_a_product_too_small_for_letters_has_a_dot():
    box = (50, 60, 66, 90)
    plain, marked = (
        changed(shelf(Product(box, attributes=values))).sum() for values in [(0, 0), (1, 1)]
    )
    assert 0 < marked - plain < 40


def test_a_crowd_is_veiled():
    assert changed(shelf(Product((50, 60, 150, 160), crowd=True)))[110, 100]


def frames_of_a_dense_shelf() -> list[tuple[int, int, int, int]]:
    return [
        (left, top, left + 18, top + 38) for top in range(0, 600, 40) for left in range(0, 600, 20)
    ]


def test_a_dense_shelf_has_every_name_once():
    frames = frames_of_a_dense_shelf()
    names = [["Cola", "Lemonade", "Chips"][number % 3] for number in range(len(frames))]
    placed = place_names(frames, names=names, size=(600, 600))
    assert sorted(names[number] for number in placed) == ["Chips", "Cola", "Lemonade"]


def test_a_large_product_is_named_where_others_are_named_too():
    frames = [(left, 20, left + 150, 280) for left in (0, 160, 320)]
    assert len(place_names(frames, names=["Cola"] * 3, size=(600, 300))) == 3


@pytest.mark.parametrize("kinds", [1, 30, 450])
def test_names_stay_in_the_picture_and_never_meet(kinds):
    frames = frames_of_a_dense_shelf()
    names = [f"category {number % kinds}" for number in range(len(frames))]
    places = list(place_names(frames, names=names, size=(600, 600)).values())
    assert places
    assert all(min(place) >= 0 and max(place) <= 600 for place in places)
    apart = [
        a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
        for a, b in combinations(places, 2)
    ]
    assert all(apart)


def test_a_name_wider_than_the_picture_is_left_out():
    assert place_names([(0, 0, 20, 20)], names=["a very long category"], size=(40, 40)) == {}


def test_area_is_that_of_the_frame():
    assert area((10, 20, 30, 25)) == 100


LABELS = PictureLabels(
    SODA, attributes=(1, -1), contents=(Contents("s", "Soda", 4), Contents("b", "", 1))
)


def test_the_caption_tells_what_is_known_of_the_whole_picture():
    one = replace(picture(1, products=()), labels=LABELS, copy=2)
    said = [line.words for line in caption.lines_of(one, look=look(one), room=600)]
    assert said == [
        "store-1 · copy 2 · CC0-1.0",
        "Drinks › Soda",
        "✓ has_cap",
        "4 × Soda   1 × b",
    ]


def test_contents_past_three_lines_are_counted():
    items = tuple(Contents(str(number), "A long name of a thing " * 3, 1) for number in range(9))
    one = replace(picture(1), labels=PictureLabels(contents=items))
    lines = caption.lines_of(one, look=look(one), room=600)
    assert [line.words.endswith("and 6 more") for line in lines] == [False, False, False, True]


def test_the_legend_counts_what_is_on_the_sheet():
    pictures = [picture(1), picture(2), replace(picture(3, products=()), labels=LABELS)]
    categories, attributes = legend.legends_of(pictures, look=look(*pictures))
    assert [(entry.name, entry.count) for entry in categories.entries] == [
        ("Soda", 5),
        ("Chips", 2),
    ]
    assert [(entry.letter, entry.count) for entry in attributes.entries] == [("c", 3)]


def test_nothing_labelled_needs_no_legend():
    assert legend.legends_of([picture(1, products=())], look=look()) == []
