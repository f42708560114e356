"""Instances by balance: the total to the picture, within bounds, and rare classes gain most."""

import tracemalloc
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartvision.augment.balance import instances_of
from cartvision.augment.tally import effective_classes, rare_gain

Shown = Sequence[Mapping[str, int]]

PICTURES = st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 200), max_size=4)
STORES = st.lists(PICTURES, max_size=12)
COPIES = st.integers(1, 12)


def balanced(shown: Shown, *, copies: int, times: int = 5) -> list[int]:
    made = instances_of(shown, pictures=len(shown), copies=copies, most=copies * times)
    assert made.dtype == np.int32
    return made.tolist()


def counted(shown: Shown, instances: Sequence[int]) -> Counter[str]:
    total: Counter[str] = Counter()
    for classes, times in zip(shown, instances, strict=True):
        total.update({name: count * times for name, count in classes.items()})
    return total


def unevenness(counts: Mapping[str, int]) -> float:
    """The mean of 1 / share, where 1 is what even classes have."""
    total = sum(counts.values())
    return sum(total / count for count in counts.values()) / len(counts) ** 2


@given(shown=STORES, copies=COPIES, times=st.integers(1, 5))
def test_the_total_is_exact_and_no_picture_gets_none_or_too_many(shown, copies, times) -> None:
    made = balanced(shown, copies=copies, times=times)
    assert sum(made) == copies * len(shown)
    assert all(1 <= instances <= copies * times for instances in made)


@given(shown=STORES, copies=COPIES)
def test_the_same_pictures_get_the_same(shown, copies) -> None:
    assert balanced(shown, copies=copies) == balanced(shown, copies=copies)


@given(shown=STORES, copies=COPIES, data=st.data())
def test_pictures_take_their_instances_along(shown, copies, data) -> None:
    """But for one that the remainder gives to the first of equals."""
    order = data.draw(st.permutations(range(len(shown))))
    made = balanced(shown, copies=copies)
    moved = balanced([shown[place] for place in order], copies=copies)
    assert all(
        abs(made[place] - instances) <= 1 for place, instances in zip(order, moved, strict=True)
    )


@given(shown=STORES, copies=COPIES)
def test_a_picture_without_a_class_gets_as_many_as_without_balance(shown, copies) -> None:
    made = balanced(shown, copies=copies)
    assert {made[n] for n, classes in enumerate(shown) if not classes} <= {copies}


@given(shown=STORES)
def test_one_copy_is_the_picture_itself(shown) -> None:
    assert balanced(shown, copies=1) == [1] * len(shown)


@given(shown=STORES, copies=COPIES)
def test_where_the_most_is_the_mean_all_get_it(shown, copies) -> None:
    assert balanced(shown, copies=copies, times=1) == [copies] * len(shown)


@given(numbers=st.lists(st.integers(1, 500), min_size=1, max_size=12), copies=COPIES)
def test_of_a_single_class_all_pictures_get_the_same(numbers, copies) -> None:
    shown = [{"soda": number} for number in numbers]
    assert balanced(shown, copies=copies) == [copies] * len(shown)


@given(shown=STORES.filter(any))
def test_the_classes_are_never_less_even_than_without_balance(shown) -> None:
    """With so many copies that whole numbers take nothing back."""
    made = balanced(shown, copies=100_000)
    before, after = counted(shown, [1] * len(shown)), counted(shown, made)
    assert unevenness(after) <= unevenness(before) * (1 + 1e-4)


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        pytest.param(
            [{"a": 1}] * 6 + [{"b": 1}] * 2, [7, 7, 7, 7, 6, 6, 20, 20], id="one class each"
        ),
        pytest.param([{"a": 1}] * 19 + [{"b": 1}], [8] * 17 + [7, 7, 50], id="as many as allowed"),
        pytest.param([{"a": 3}, {"a": 3, "b": 1}], [1, 19], id="beside a frequent one"),
        pytest.param([{}, {"a": 1}, {"b": 1}], [10, 10, 10], id="even already"),
        pytest.param([{}, {}], [10, 10], id="no class at all"),
        pytest.param([{"a": 5}], [10], id="one picture"),
        pytest.param([], [], id="no picture"),
    ],
)
def test_ten_instances_in_the_mean(shown, expected) -> None:
    assert balanced(shown, copies=10) == expected


def store(pictures: int) -> list[dict[str, int]]:
    """Shelves of 14 products each; the last of them stand on one shelf or two."""
    source = np.random.default_rng(4)
    odds = 1 / np.arange(1, 81) ** 1.3
    shelves = [
        {f"sku-{name:02}": int(source.integers(1, 9)) for name in chosen}
        for chosen in (
            source.choice(80, size=14, replace=False, p=odds / odds.sum()) for _ in range(pictures)
        )
    ]
    for number in range(9):
        shelves[number * 7][f"rare-{number}"] = 1 + number // 3
    return shelves


def test_on_shelves_the_rarest_tenth_gains_its_share_threefold() -> None:
    shown = store(90)
    before = counted(shown, [1] * len(shown))
    after = counted(shown, balanced(shown, copies=10))
    gain = rare_gain(before, after)
    assert len(gain.classes) == 9
    assert gain.gain > 3
    assert effective_classes(after) > effective_classes(before)


def test_pictures_far_apart_are_weighed_together() -> None:
    """More than are held in memory at a time."""
    shown = [{"a": 1}] * 3000 + [{"b": 1}] * 10 + [{"a": 1}] * 2000
    made = instances_of(shown, pictures=len(shown), copies=10, most=50)
    assert set(made[3000:3010]) == {50}
    assert set(made[:3000]) | set(made[3010:]) <= {9, 10}


def test_memory_is_that_of_a_few_numbers_a_picture() -> None:
    """40 classes each: their names or numbers alone would be more."""
    few, many = peak(pictures=2_000), peak(pictures=8_000)
    assert many - few < 6_000 * 120


def peak(*, pictures: int) -> int:
    shown = (
        {f"sku-{n}": 1 for n in range(first % 50, first % 50 + 40)} for first in range(pictures)
    )
    tracemalloc.start()
    instances_of(shown, pictures=pictures, copies=10, most=50)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most
