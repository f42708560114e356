"""A group's split is its own affair, and a dozen groups fill all three."""

from collections import Counter

import pytest

from cartvision.data.picture import SPLITS
from cartvision.data.splits import Shares, split_of

SHARES = Shares(val=0.15, test=0.2)


def splits(groups, *, seed=7, shares=SHARES):
    return [split_of(group, seed=seed, shares=shares) for group in groups]


@pytest.mark.parametrize("pattern", ["store-{}", "store-{:02d}", "{}.jpg", "shop {} west"])
@pytest.mark.parametrize("first", [0, 1, 37])
def test_twelve_numbered_groups_fill_every_split_whatever_the_seed(pattern, first) -> None:
    groups = [pattern.format(number) for number in range(first, first + 12)]
    for seed in range(300):
        assert set(splits(groups, seed=seed)) == set(SPLITS), seed


@pytest.mark.parametrize("pattern", ["store-{}", "{}-aisle"])
def test_many_groups_fall_by_the_shares(pattern) -> None:
    held = Counter(splits(pattern.format(number) for number in range(4000)))
    assert held["val"] / 4000 == pytest.approx(0.15, abs=0.01)
    assert held["test"] / 4000 == pytest.approx(0.20, abs=0.01)


def test_names_without_numbers_fall_by_the_shares() -> None:
    letters = "abcdefghijklmnop"
    held = Counter(splits(a + b + c for a in letters for b in letters for c in letters))
    assert held["val"] / 4096 == pytest.approx(0.15, abs=0.02)
    assert held["test"] / 4096 == pytest.approx(0.20, abs=0.02)


def test_another_seed_moves_groups() -> None:
    groups = [f"store-{number}" for number in range(100)]
    assert splits(groups, seed=1) != splits(groups, seed=2)


def test_a_split_is_the_same_on_every_machine_and_day() -> None:
    """Recorded once: a change here would move pictures between the splits of every dataset."""
    recorded = {"store-1": "train", "store-8": "val", "store-5": "test", "north": "test"}
    assert splits(recorded) == list(recorded.values())
