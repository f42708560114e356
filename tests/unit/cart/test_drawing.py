from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from cartvision.cart.drawing import LINE, draw_answer, letters, numbers, strip
from cartvision.cart.names import counted
from cartvision.inference.answer import Answer
from cartvision.vision.drawing import BLUE, GREEN, INK

ATTRIBUTES, THRESHOLDS = ["promo", "bio"], [0.5, 0.9]
PRODUCT, CLASSES = ["product"], ["Drinks", "Food", "Toys"]
GREY = np.full((120, 200, 3), 128, dtype=np.uint8)


def answer(*attributes: tuple[float, float], classes: Sequence[int] = ()) -> Answer:
    lefts = [20 + 60 * number for number in range(len(attributes))]
    boxes = [[left, 40, left + 40, 90] for left in lefts]
    return Answer(
        boxes=np.array(boxes, dtype=np.float32).reshape(-1, 4),
        scores=np.full(len(attributes), 0.9, dtype=np.float32),
        attributes=np.array(attributes, dtype=np.float32).reshape(-1, 2),
        classes=np.array(classes or [0] * len(attributes), dtype=np.int64),
    )


def drawn(given: Answer, *, classes: Sequence[str] = PRODUCT) -> np.ndarray:
    named = {"classes": classes, "attributes": ATTRIBUTES}
    return draw_answer(GREY, given, **named, thresholds=THRESHOLDS)


def nearest(pixel: np.ndarray) -> tuple[int, int, int]:
    """The colour that a pixel of a smoothed line was meant to be."""
    return min(
        (GREEN, BLUE, (128, 128, 128)), key=lambda colour: np.abs(pixel.astype(int) - colour).sum()
    )


def test_a_product_with_an_attribute_is_blue_and_one_without_green():
    picture = drawn(answer((0.1, 0.2), (0.7, 0.2)))
    assert nearest(picture[70, 20]) == GREEN
    assert nearest(picture[70, 80]) == BLUE


def test_the_threshold_of_each_attribute_counts():
    assert nearest(drawn(answer((0.5, 0.0)))[70, 20]) == BLUE
    assert nearest(drawn(answer((0.49, 0.89)))[70, 20]) == GREEN


def test_the_picture_stays_and_a_strip_comes_below():
    picture = drawn(answer())
    assert (picture[:120] == GREY).all()
    assert tuple(picture[-1, -1]) == INK


@pytest.mark.parametrize(
    ("width", "lines"),
    [pytest.param(600, 1, id="wide"), pytest.param(120, 3, id="narrow")],
)
def test_the_strip_breaks_between_entries(width, lines):
    entries = ["12 products", "1 = promo (3)", "2 = organic (4)"]
    assert strip(entries, width=width).shape == (lines * LINE + 4, width, 3)


def test_every_line_of_the_strip_is_readable():
    entries = ["12 products", "1 = promo (3)", "2 = organic (4)"]
    ground = strip(entries, width=120)
    alone = [strip([entry], width=120)[:LINE] for entry in entries]
    for number, line in enumerate(alone):
        assert (line != INK).any()
        assert (ground[number * LINE : (number + 1) * LINE] == line).mean() > 0.99


def test_a_product_bears_its_class_only_where_there_are_several():
    given = answer((0.1, 0.2), (0.1, 0.2), classes=(0, 2))
    alone, several = drawn(given), drawn(given, classes=CLASSES)
    assert (alone[28:38, 20:32] == 128).all()
    plates = several[30:40, 20:26], several[30:40, 80:86]
    assert all((plate != 128).any() for plate in plates)
    assert (plates[0] != plates[1]).any()


def test_products_of_one_class_bear_their_categories_where_they_are_told():
    given = answer((0.1, 0.2), (0.1, 0.2), (0.1, 0.2))
    told = replace(
        given, categories=("Food", "", "Drinks > Soda"), certainty=np.ones(3, np.float32)
    )
    entries = ["3 products", "a = Drinks > Soda (1)", "b = Food (1)", "1 = promo (0)"]
    assert (drawn(told)[120:] == strip([*entries, "2 = bio (0)"], width=200)).all()
    unnamed, named = drawn(told)[28:38, 80:86], drawn(told)[28:38, 20:26]
    assert (unnamed == 128).all()
    assert (named != 128).any()
    assert counted(told, classes=PRODUCT) == "3 products (1 Drinks > Soda, 1 Food)"


def test_the_strip_explains_the_classes_that_were_seen():
    given = answer((0.1, 0.2), (0.7, 0.2), classes=(2, 0))
    entries = ["2 products", "a = Drinks (1)", "b = Toys (1)", "1 = promo (1)", "2 = bio (0)"]
    expected = strip(entries, width=GREY.shape[1])
    assert (drawn(given, classes=CLASSES)[GREY.shape[0] :] == expected).all()


def test_there_are_letters_for_any_number_of_classes():
    signs = list(islice(letters(), 1000))
    assert signs[:2] + signs[25:28] == ["a", "b", "z", "aa", "ab"]
    assert len(set(signs)) == 1000


@pytest.mark.parametrize(
    ("classes", "told"),
    [
        pytest.param(PRODUCT, "3 products", id="one class"),
        pytest.param(CLASSES, "3 products (2 Toys, 1 Drinks)", id="several"),
    ],
)
def test_products_are_counted_by_class_where_there_are_several(classes, told):
    given = answer(*[(0.1, 0.2)] * 3, classes=(2, 0, 2) if classes is CLASSES else ())
    assert counted(given, classes=classes) == told


def test_of_many_names_the_most_frequent_are_told():
    seen = [0, 1, 1, 2, 2, 3, 3, 4, 4, 5]
    given = answer(*[(0.1, 0.2)] * len(seen), classes=seen)
    told = counted(given, classes=["A", "B", "C", "D", "E", "F"])
    assert told == "10 products (2 B, 2 C, 2 D, 2 E, 2 more)"


def test_a_product_shows_the_numbers_of_its_attributes():
    assert numbers(np.array([True, False, True])) == "1,3"
