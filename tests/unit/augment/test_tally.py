"""Tallies add up whatever their order and survive a file; evenness and gain are as defined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartvision.augment.tally import (
    Frequencies,
    Tally,
    effective_classes,
    rare_gain,
    together,
)

NUMBERS = st.integers(0, 10**9)
COUNTS = st.dictionaries(st.text(max_size=3), NUMBERS, max_size=4)
FREQUENCIES = st.builds(Frequencies, before=COUNTS, after=COUNTS)
TALLIES = st.builds(
    Tally,
    parents=NUMBERS,
    pictures=NUMBERS,
    products_expected=NUMBERS,
    dropped=NUMBERS,
    unreadable=NUMBERS,
    redrawn=NUMBERS,
    categories=FREQUENCIES,
    skus=FREQUENCIES,
    applied=COUNTS,
    instances=st.dictionaries(st.integers(1, 50), NUMBERS, max_size=4),
)


def tally(**changes: object) -> Tally:
    plain = {
        "parents": 2,
        "pictures": 20,
        "products_expected": 60,
        "dropped": 5,
        "unreadable": 4,
        "redrawn": 1,
        "categories": {"before": {"soda": 6}, "after": {"soda": 55}},
        "skus": {"before": {"a": 1, "b": 5}, "after": {"a": 9, "b": 46}},
        "applied": {"Affine": 11},
        "instances": {10: 2},
    }
    return Tally.model_validate(plain | changes)


def test_portions_add_up() -> None:
    other = tally(
        skus={"before": {"b": 1, "c": 2}, "after": {"b": 3, "c": 4}},
        applied={"Affine": 1, "Hand": 2},
        instances={10: 1, 12: 1},
    )
    assert together([tally(), other]) == Tally(
        parents=4,
        pictures=40,
        products_expected=120,
        dropped=10,
        unreadable=8,
        redrawn=2,
        categories=Frequencies(before={"soda": 12}, after={"soda": 110}),
        skus=Frequencies(before={"a": 1, "b": 6, "c": 2}, after={"a": 9, "b": 49, "c": 4}),
        applied={"Affine": 12, "Hand": 2},
        instances={10: 3, 12: 1},
    )


@given(parts=st.lists(TALLIES, max_size=4), data=st.data())
def test_any_order_gives_the_same_bytes(parts, data) -> None:
    shuffled = data.draw(st.permutations(parts))
    assert together(shuffled).model_dump_json() == together(parts).model_dump_json()


@given(parts=st.lists(TALLIES, max_size=4), cut=st.integers(0, 4))
def test_sums_of_sums_are_the_sum(parts, cut) -> None:
    assert together([together(parts[:cut]), together(parts[cut:])]) == together(parts)


@given(one=TALLIES)
def test_a_tally_is_read_as_it_was_written(one) -> None:
    assert Tally.model_validate_json(one.model_dump_json()) == one


def test_nothing_done_is_a_tally_too() -> None:
    nothing = together([])
    assert (nothing.parents, nothing.skus.before, nothing.instances) == (0, {}, {})


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        pytest.param({}, 0, id="none"),
        pytest.param({"a": 7}, 1, id="one"),
        pytest.param({"a": 7, "b": 7, "c": 7}, 3, id="even"),
        pytest.param({"a": 7, "b": 0}, 1, id="never seen"),
        pytest.param({"a": 2, "b": 1, "c": 1}, 2 * 2**0.5, id="a half and two quarters"),
    ],
)
def test_effective_classes(counts, expected) -> None:
    assert effective_classes(counts) == pytest.approx(expected)


FREQUENT = {f"f{number}": 10 for number in range(18)}


@pytest.mark.parametrize(
    ("before", "after", "classes", "gain"),
    [
        pytest.param(
            FREQUENT | {"x": 4, "w": 16},
            dict.fromkeys(FREQUENT, 10) | {"x": 12, "w": 8},
            ("x", "f0"),
            22 / 14,
            id="two of twenty, equals by name",
        ),
        pytest.param({"a": 1, "b": 3}, {"a": 2, "b": 2}, ("a",), 2, id="one at least"),
        pytest.param({"a": 5}, {"a": 50}, ("a",), 1, id="one in all"),
        pytest.param({"b": 2, "a": 2}, {"b": 3, "a": 1}, ("a",), 0.5, id="a loss"),
    ],
)
def test_the_gain_of_the_least_frequent_tenth(before, after, classes, gain) -> None:
    rare = rare_gain(before, after)
    assert rare.classes == classes
    assert rare.gain == pytest.approx(gain)
    assert rare.after_share == pytest.approx(rare.gain * rare.before_share)


@pytest.mark.parametrize(("total", "expected"), [(86, 9), (84, 8), (30, 3), (9, 1), (1, 1)])
def test_a_tenth_is_rounded(total, expected) -> None:
    counts = {str(number): 1 for number in range(total)}
    assert len(rare_gain(counts, counts).classes) == expected
