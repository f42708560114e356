import pytest

from cartvision.data.categories import UNKNOWN, classes_at, kind_of, numbered
from cartvision.errors import InputError

TAXONOMY = ["Drinks > Beer", "Drinks > Soda > Cola", "Drinks > Soda > Lemonade", "Food > Chips"]
DEEP = ["Drinks > Beer", "Drinks > Soda > Cola", "Drinks > Soda > Lemonade", "Food > Chips"]


@pytest.mark.parametrize(
    ("level", "taxonomy", "expected"),
    [
        pytest.param(0, TAXONOMY, ["product"], id="one class"),
        pytest.param(0, [], ["product"], id="one class needs no taxonomy"),
        pytest.param(1, TAXONOMY, ["Drinks", "Food"], id="top categories"),
        pytest.param(2, TAXONOMY, ["Drinks > Beer", "Drinks > Soda", "Food > Chips"], id="cut"),
        pytest.param(3, TAXONOMY, DEEP, id="short paths stay as they are"),
        pytest.param(2, ["Drinks", "Drinks > Soda"], ["Drinks > Soda"], id="no parent of another"),
        pytest.param(1, ["Tea > A", "Tea", "Ale"], ["Ale", "Tea"], id="each once, sorted"),
    ],
)
def test_classes_are_the_taxonomy_cut_at_a_level(level, taxonomy, expected):
    assert classes_at(level, taxonomy=taxonomy) == expected


@pytest.mark.parametrize(
    ("taxonomy", "message"),
    [
        pytest.param(TAXONOMY, "no level 4 .* has 3", id="too deep"),
        pytest.param([], "no level 4 .* has 0", id="no taxonomy"),
    ],
)
def test_a_level_that_the_taxonomy_lacks_is_refused(taxonomy, message):
    with pytest.raises(InputError, match=message):
        classes_at(4, taxonomy=taxonomy)


@pytest.mark.parametrize(
    ("category", "classes", "expected"),
    [
        pytest.param("Drinks > Soda > Cola", ["Drinks", "Food"], 0, id="above it"),
        pytest.param("Drinks > Soda > Cola", ["Drinks", "Drinks > Soda"], 1, id="the deepest"),
        pytest.param("Drinks", ["Drinks > Soda", "Food"], UNKNOWN, id="known less deep"),
        pytest.param("", ["Drinks", "Food"], UNKNOWN, id="no category"),
        pytest.param("Drinks > Sodas", ["Drinks > Soda", "Food"], UNKNOWN, id="whole steps only"),
        pytest.param("", ["product"], 0, id="a single class takes everything"),
    ],
)
def test_a_product_is_of_the_deepest_class_that_its_category_lies_in(category, classes, expected):
    assert kind_of(category, classes=numbered(classes)) == expected
