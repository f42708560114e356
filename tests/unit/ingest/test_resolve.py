"""The rows of one picture: good ones become products, each other one is named with its reason."""

import math
from collections.abc import Sequence

import pytest

from cartvision.data.picture import NA, Contents, PictureLabels, Product
from cartvision.ingest.boxes import Frame
from cartvision.ingest.claims import Claim
from cartvision.ingest.faults import Reason
from cartvision.ingest.resolve import Labelled, Words, resolve

NAN = math.nan
FRAME = Frame((100, 80), told=1, drawn_upright=False)
WORDS = Words(["has_cap", "damaged"], unknown=frozenset({"other", "not sure"}))
GOOD = Claim("a.jpg", "good", (10, 10, 30, 40))
MORE = {"has_cap": "1", "damaged": "NA"}


def read(*claims: Claim, frame: Frame = FRAME) -> Labelled:
    return resolve("a.jpg", claims, frame=frame, words=WORDS)


def box(*sides: float, **more: object) -> Claim:
    return Claim("a.jpg", "row", sides, **more)


def details(*sides: float, **more: object) -> Claim:
    return box(*sides, details=True, **more)


def reasons(labelled: Labelled, *, mended: bool = False) -> list[Reason]:
    return [fault.reason for fault in labelled.faults if bool(fault.mended) == mended]


def test_a_box_of_which_nothing_is_said_is_na_throughout() -> None:
    assert read(GOOD).objects == (Product((10, 10, 30, 40), attributes=(NA, NA)),)


def test_details_join_their_box_by_its_corners_whatever_the_order() -> None:
    said = details(10.0, 10, 30, 40, category="Drinks", sku="cola", attributes=MORE)
    expected = Product((10, 10, 30, 40), category="Drinks", sku="cola", attributes=(1, NA))
    assert read(GOOD, said).objects == read(said, GOOD).objects == (expected,)


def test_details_add_to_what_the_box_says_itself() -> None:
    drawn = box(10, 10, 30, 40, category="Drinks", attributes={"damaged": "1"})
    (product,) = read(drawn, details(10, 10, 30, 40, attributes=MORE)).objects
    assert (product.category, product.attributes) == ("Drinks", (1, 1))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1", 1),
        ("0", 0),
        ("-1", NA),
        ("NA", NA),
        ("", NA),
        ("True", 1),
        ("no", 0),
        (" 1 ", 1),
        ("1.0", 1),
        ("0.0", 0),
    ],
)
def test_a_value_is_read_as_written(written, value) -> None:
    (product,) = read(box(1, 1, 9, 9, attributes={"has_cap": written})).objects
    assert product.attributes == (value, NA)


@pytest.mark.parametrize("name", ["Other", "Not sure", "NOT SURE", "Clothing > Other"])
def test_a_name_that_says_nothing_is_na(name) -> None:
    assert read(box(1, 1, 9, 9, category=name)).objects[0].category == ""


@pytest.mark.parametrize(
    "sides",
    [
        pytest.param((0, 0, 100, 80), id="the whole picture"),
        pytest.param((99.5, 79.5, 100, 80), id="half a pixel in the corner"),
    ],
)
def test_a_box_at_the_border_is_as_it_is(sides) -> None:
    labelled = read(box(*sides))
    assert (labelled.objects[0].bbox, labelled.faults) == (sides, ())


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        pytest.param(box(300, 300, 330, 340), Reason.OUTSIDE, id="far off"),
        pytest.param(box(-50, 10, 0, 40), Reason.OUTSIDE, id="left of the picture"),
        pytest.param(box(90, 10, 140, 40), Reason.OUTSIDE, id="a fifth of it inside"),
        pytest.param(box(10, 10, 10, 40), Reason.NO_AREA, id="no width"),
        pytest.param(box(10, 10, 30, 10), Reason.NO_AREA, id="no height"),
        pytest.param(box(10, 10, 10.0000001, 40), Reason.NO_AREA, id="too thin"),
        pytest.param(box(10, 10, NAN, 40), Reason.NOT_A_NUMBER, id="nan"),
        pytest.param(box(10, 10, math.inf, 40), Reason.NOT_A_NUMBER, id="infinity"),
        pytest.param(box(50, 10, 70, 40, size=(640, 480)), Reason.WRONG_SIZE, id="another size"),
        pytest.param(GOOD, Reason.LISTED_TWICE, id="a box again"),
        pytest.param(Claim("a.jpg", "row", fault=Reason.NOT_TEXT), Reason.NOT_TEXT, id="no text"),
        pytest.param(details(1, 1, 9, 9), Reason.NO_SUCH_BOX, id="details of no box"),
        pytest.param(details(1, NAN, 9, 9), Reason.NO_SUCH_BOX, id="details of no place"),
    ],
)
def test_a_broken_row_is_lost_alone(claim, reason) -> None:
    labelled = read(GOOD, claim)
    assert reasons(labelled) == [reason]
    assert labelled.faults[0].row == claim.row
    assert [item.bbox for item in labelled.objects] == [(10, 10, 30, 40)]


@pytest.mark.parametrize(
    ("claim", "reason", "mended"),
    [
        pytest.param(box(70, 10, 50, 40), Reason.SWAPPED, (50, 10, 70, 40), id="x swapped"),
        pytest.param(box(50, 40, 70, 10), Reason.SWAPPED, (50, 10, 70, 40), id="y swapped"),
        pytest.param(box(80, 10, 120, 40), Reason.PARTLY_OUTSIDE, (80, 10, 100, 40), id="right"),
        pytest.param(box(-5, -9, 20, 40), Reason.PARTLY_OUTSIDE, (0, 0, 20, 40), id="top left"),
        pytest.param(
            box(50, 10, 70, 40, category="7", fault=Reason.UNKNOWN_CLASS),
            Reason.UNKNOWN_CLASS, (50, 10, 70, 40), id="a class without a name",
        ),
        pytest.param(
            box(50, 10, 70, 40, attributes={"has_cap": "2"}),
            Reason.UNKNOWN_VALUE, (50, 10, 70, 40), id="a value that is none",
        ),
    ],
)  # fmt: skip
def test_what_is_beyond_doubt_is_put_right_and_told(claim, reason, mended) -> None:
    labelled = read(claim)
    assert (reasons(labelled, mended=True), reasons(labelled)) == ([reason], [])
    assert labelled.objects == (Product(mended, attributes=(NA, NA)),)


def test_rounding_past_the_edge_is_no_fault() -> None:
    labelled = read(box(90, 70, 100.4, 80.3))
    assert (labelled.objects[0].bbox, labelled.faults) == ((90, 70, 100, 80), ())


def test_shares_of_the_picture_become_pixels() -> None:
    assert read(box(0.1, 0.5, 0.25, 1, share=True)).objects[0].bbox == (10, 40, 25, 80)


@pytest.mark.parametrize(
    ("drawn_upright", "expected"),
    [
        pytest.param(False, (40, 10, 70, 30), id="boxes of the stored pixels turn along"),
        pytest.param(True, (10, 10, 30, 40), id="boxes of the upright picture stay"),
    ],
)
def test_a_picture_stored_on_its_side_is_turned_with_its_boxes(drawn_upright, expected) -> None:
    frame = Frame((100, 80), told=6, drawn_upright=drawn_upright)
    assert read(GOOD, frame=frame).objects[0].bbox == expected


def whole(row: str = "row", **said: object) -> Claim:
    return Claim("a.jpg", row, **said)


def test_what_is_said_of_the_whole_picture_adds_up() -> None:
    cola, chips = Contents("B01", "Cola", 2), Contents("B02", "Chips", 1)
    labelled = read(
        whole(category="Bin"), whole(attributes=MORE), whole(contents=cola), whole(contents=chips)
    )
    assert labelled.labels == PictureLabels("Bin", (1, NA), (cola, chips))
    assert labelled.faults == ()


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        pytest.param([whole(category="A"), whole("b", category="B")], Reason.LISTED_TWICE,
                     id="two categories"),
        pytest.param([whole(category="A"), whole("b", contents=Contents("x", "X", 0))],
                     Reason.BAD_QUANTITY, id="none of an item"),
        pytest.param([whole(contents=Contents("x", "X", 1)),
                      whole("b", contents=Contents("x", "X", 3))], Reason.LISTED_TWICE,
                     id="an item again"),
    ],
)  # fmt: skip
def test_a_contradiction_about_the_picture_is_left_out(claims: Sequence[Claim], reason) -> None:
    labelled = read(*claims)
    assert [(fault.reason, fault.row) for fault in labelled.faults] == [(reason, "b")]
    assert labelled.labels == read(claims[0]).labels


def test_the_books_count_what_is_lost_by_kind() -> None:
    labelled = read(GOOD, GOOD, details(1, 1, 2, 2), whole(contents=Contents("x", "X", 0)))
    assert labelled.lost == {"labels": 2, "details": 1}
