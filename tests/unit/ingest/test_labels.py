"""The lines of one picture: good ones become products, each other one is named with its reason."""

import pytest

from cartvision.data.picture import Product
from cartvision.ingest.faults import Reason
from cartvision.ingest.labels import Labelled, read_labels
from cartvision.ingest.sku110k import Listing

GOOD = "a.jpg,10,10,30,40,object,100,80"


def read(*boxes: str, attributes: tuple[str, ...] = ()) -> Labelled:
    listing = Listing("a.jpg", "a", boxes=list(boxes), attributes=list(attributes))
    return read_labels(listing, width=100, height=80, attributes=2)


def test_a_box_without_a_description_is_na_throughout() -> None:
    assert read(GOOD).products == (Product((10, 10, 30, 40), attributes=(-1, -1)),)


def test_a_description_joins_its_box_by_the_corners() -> None:
    described = read(GOOD, attributes=("a.jpg,10.0,10,30,40.00,Drinks > Soda,cola,1,NA",))
    assert described.products == (
        Product((10, 10, 30, 40), category="Drinks > Soda", sku="cola", attributes=(1, -1)),
    )
    assert described.described == 1


def test_a_class_of_its_own_is_a_category() -> None:
    assert read(GOOD.replace("object", "Chips")).products[0].category == "Chips"


@pytest.mark.parametrize(
    ("written", "value"), [("1", 1), ("0", 0), ("-1", -1), ("NA", -1), ("", -1)]
)
def test_an_attribute_is_read_as_written(written, value) -> None:
    line = f"a.jpg,10,10,30,40,Drinks,cola,{written},0"
    assert read(GOOD, attributes=(line,)).products[0].attributes == (value, 0)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("a.jpg,0,0,100,80,object,100,80", id="the whole picture"),
        pytest.param("a.jpg,99.5,79.5,100,80,object,100,80", id="half a pixel in the corner"),
    ],
)
def test_a_box_at_the_border_is_good(line) -> None:
    assert len(read(line).products) == 1


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("a.jpg,10,10,101,40,object,100,80", Reason.OUTSIDE, id="past the right"),
        pytest.param("a.jpg,10,10,30,81,object,100,80", Reason.OUTSIDE, id="past the bottom"),
        pytest.param("a.jpg,-1,10,30,40,object,100,80", Reason.OUTSIDE, id="past the left"),
        pytest.param("a.jpg,10,-0.5,30,40,object,100,80", Reason.OUTSIDE, id="past the top"),
        pytest.param("a.jpg,300,300,330,340,object,100,80", Reason.OUTSIDE, id="far off"),
        pytest.param("a.jpg,30,10,10,40,object,100,80", Reason.SWAPPED, id="x swapped"),
        pytest.param("a.jpg,10,40,30,10,object,100,80", Reason.SWAPPED, id="y swapped"),
        pytest.param("a.jpg,10,10,10,40,object,100,80", Reason.NO_AREA, id="no width"),
        pytest.param("a.jpg,10,10,30,10,object,100,80", Reason.NO_AREA, id="no height"),
        pytest.param("a.jpg,10,10,10.0000001,40,object,100,80", Reason.NO_AREA, id="too thin"),
        pytest.param("a.jpg,10,10,nan,40,object,100,80", Reason.NOT_A_NUMBER, id="nan"),
        pytest.param("a.jpg,10,10,inf,40,object,100,80", Reason.NOT_A_NUMBER, id="infinity"),
        pytest.param("a.jpg,10,10,1e300,40,object,100,80", Reason.NOT_A_NUMBER, id="too large"),
        pytest.param("a.jpg,10,,30,40,object,100,80", Reason.NOT_A_NUMBER, id="an empty cell"),
        pytest.param("a.jpg,10,10,wide,40,object,100,80", Reason.NOT_A_NUMBER, id="a word"),
        pytest.param("a.jpg,10,10,30,40,object,100", Reason.WRONG_COLUMNS, id="a column short"),
        pytest.param("a.jpg,10,10,30,40,object,100,80,9", Reason.WRONG_COLUMNS, id="one too many"),
        pytest.param("a.jpg,50,10,70,40,object,640,480", Reason.WRONG_SIZE, id="another size"),
        pytest.param(GOOD, Reason.LISTED_TWICE, id="a box again"),
    ],
)
def test_a_broken_box_is_lost_alone(line, reason) -> None:
    labelled = read(GOOD, line)
    assert [fault.reason for fault in labelled.faults] == [reason]
    assert labelled.faults[0].row == line
    assert [item.bbox for item in labelled.products] == [(10, 10, 30, 40)]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("a.jpg,10,10,30,40,Drinks,x,2,0", Reason.UNKNOWN_VALUE, id="a 2"),
        pytest.param("a.jpg,10,10,30,40,Drinks,x,yes,0", Reason.UNKNOWN_VALUE, id="a word"),
        pytest.param("a.jpg,10,10,30,40,Drinks,x,1", Reason.WRONG_COLUMNS, id="a column short"),
        pytest.param("a.jpg,10,10,31,40,Drinks,x,1,0", Reason.NO_SUCH_BOX, id="of no box"),
        pytest.param("a.jpg,10,x,30,40,Drinks,x,1,0", Reason.NOT_A_NUMBER, id="no corners"),
    ],
)
def test_a_broken_description_leaves_its_box_undescribed(line, reason) -> None:
    labelled = read(GOOD, attributes=(line,))
    assert [(fault.reason, fault.row) for fault in labelled.faults] == [(reason, line)]
    assert labelled.products == (Product((10, 10, 30, 40), attributes=(-1, -1)),)


def test_of_two_descriptions_the_first_counts() -> None:
    lines = ("a.jpg,10,10,30,40,Drinks,x,1,0", "a.jpg,10,10,30,40,Drinks,x,0,0")
    labelled = read(GOOD, attributes=lines)
    assert labelled.products[0].attributes == (1, 0)
    assert [fault.row for fault in labelled.faults] == [lines[1]]


def test_a_lost_box_takes_its_description_along_and_says_so() -> None:
    outside = "a.jpg,10,10,300,40,object,100,80"
    labelled = read(GOOD, outside, attributes=("a.jpg,10,10,300,40,Drinks,x,1,0",))
    reasons = [fault.reason for fault in labelled.faults]
    assert reasons == [Reason.OUTSIDE, Reason.NO_SUCH_BOX]
