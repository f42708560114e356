"""Where pictures go: old places stand, official splits hold, and no copy crosses."""

from collections import defaultdict
from collections.abc import Iterable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartvision.data.picture import SPLITS, Split
from cartvision.data.splits import Shares, split_of
from cartvision.errors import InputError
from cartvision.ingest.memory import Remembered
from cartvision.ingest.placing import place
from cartvision.ingest.standing import Crossing, Placement, Standing
from cartvision.vision.likeness import Numbers

SHARES = Shares(val=0.15, test=0.2)
MANY = [Standing(f"p{number}", f"store-{number}") for number in range(20)]


def old(name: str, group: str, split: Split) -> Standing:
    return Standing(name, group, remembered=Remembered(name, group, group, split, b""))


def official(name: str, group: str, split: Split) -> Standing:
    return Standing(name, group, official=split)


def placed(*pictures: Standing, pairs=(), shares: Shares = SHARES) -> Placement:
    return place(pictures, near(pairs), shares=shares, seed=7)


def near(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, Numbers]]:
    """Each picture with those after it, as Likenesses gives them."""
    found: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        found[min(one, other)].append(max(one, other))
    return [(first, np.array(sorted(after))) for first, after in sorted(found.items())]


def splits(placement: Placement) -> list[Split | None]:
    return [
        None if number in placement.yielding else placement.splits[group]
        for number, group in enumerate(placement.groups)
    ]


def test_groups_fall_by_their_names() -> None:
    assert placed(*MANY).splits == {
        one.group: split_of(one.group, seed=7, shares=SHARES) for one in MANY
    }


def test_pictures_that_nearly_equal_share_a_group() -> None:
    placement = placed(*MANY, pairs=[(0, 1), (1, 2), (5, 9)])
    assert len({placement.groups[number] for number in (0, 1, 2)}) == 1
    assert placement.groups[5] == placement.groups[9]
    assert placement.joined == 3


def test_what_was_placed_before_stays_whatever_its_name_says() -> None:
    places = {f"store-{number}": SPLITS[number % 3] for number in range(9)}
    placement = placed(*(old(group, group, split) for group, split in places.items()))
    assert placement.splits == places


def test_a_new_picture_of_an_old_group_joins_it() -> None:
    placement = placed(old("a", "oslo", "test"), Standing("b", "oslo"), *MANY)
    assert placement.groups[:2] == ["oslo", "oslo"]
    assert placement.splits["oslo"] == "test"


def test_a_group_that_was_joined_to_another_is_known_by_its_own_name_too() -> None:
    joined = Standing("a", "oslo", remembered=Remembered("a", "oslo", "bergen", "val", b""))
    assert placed(joined, Standing("b", "oslo"), *MANY).groups[1] == "bergen"


def test_a_new_group_is_drawn_to_the_old_picture_that_it_nearly_equals() -> None:
    placement = placed(old("a", "oslo", "test"), Standing("b", "rome"), *MANY, pairs=[(0, 1)])
    assert splits(placement)[:2] == ["test", "test"]


def test_a_new_picture_that_nearly_equals_a_test_picture_never_enters_train() -> None:
    placement = placed(
        old("a", "oslo", "test"), old("b", "rome", "train"), Standing("c", "rome"), pairs=[(0, 2)]
    )
    assert splits(placement) == ["test", "train", None]
    assert placement.yielding == {2: 0}


def test_a_new_group_between_two_old_ones_goes_to_the_test_and_the_rest_yields() -> None:
    test, train = old("a", "oslo", "test"), old("b", "rome", "train")
    new = [Standing("c", "lima"), Standing("d", "lima")]
    placement = placed(test, train, *new, pairs=[(1, 3), (0, 2)])
    assert splits(placement) == ["test", "train", "test", None]


def test_of_two_new_pictures_of_old_groups_the_one_in_train_yields() -> None:
    fixed = [old("a", "oslo", "test"), old("b", "rome", "train")]
    placement = placed(*fixed, Standing("c", "rome"), Standing("d", "oslo"), pairs=[(2, 3)])
    assert splits(placement) == ["test", "train", None, "test"]


def test_official_splits_are_kept_and_their_crossings_are_told() -> None:
    placement = placed(official("a", "a", "train"), official("b", "b", "test"), pairs=[(0, 1)])
    assert splits(placement) == ["train", "test"]
    assert [*placement.crossings.values()] == [Crossing("a", "b", ("train", "test"))]


def test_a_group_that_official_splits_divide_counts_as_two() -> None:
    placement = placed(official("a", "oslo", "train"), official("b", "oslo", "test"))
    assert placement.groups == ["oslo (train)", "oslo (test)"]
    assert splits(placement) == ["train", "test"]
    assert [*placement.crossings.values()] == [Crossing("oslo", "oslo", ("test", "train"))]


def test_a_group_of_the_name_of_a_part_is_another() -> None:
    pictures = [official("a", "oslo", "train"), official("b", "oslo", "test")]
    placement = placed(*pictures, official("c", "oslo (train)", "test"))
    assert splits(placement) == ["train", "test", "test"]
    assert len(set(placement.groups)) == 3


def test_an_official_split_against_an_earlier_place_is_told() -> None:
    was = Remembered("a", "oslo", "oslo", "train", b"")
    placement = placed(Standing("a", "oslo", official="test", remembered=was))
    assert splits(placement) == ["train"]
    crossing = Crossing("a", "its place of an earlier run", ("test", "train"))
    assert [*placement.crossings.values()] == [crossing]


def test_a_group_that_is_called_otherwise_now_is_known_by_its_pictures() -> None:
    was = Remembered("a", "a.jpg", "a.jpg", "test", b"")
    placement = placed(Standing("a", "oslo", remembered=was), Standing("b", "oslo"), *MANY)
    assert splits(placement)[:2] == ["test", "test"]


def test_an_official_train_picture_that_equals_an_old_test_picture_yields() -> None:
    placement = placed(old("a", "oslo", "test"), official("b", "b", "train"), pairs=[(0, 1)])
    assert splits(placement) == ["test", None]


def test_official_splits_need_not_be_all_three() -> None:
    assert splits(placed(official("a", "a", "train"), official("b", "b", "val"))) == [
        "train",
        "val",
    ]


def test_a_rare_category_reaches_every_split() -> None:
    in_train = [one for one in MANY if placed(*MANY).splits[one.group] == "train"]
    rare = {one.name for one in in_train[:3]}
    world = [
        Standing(one.name, one.group, categories=frozenset({"all"} | {"rare"} & {_tag(one, rare)}))
        for one in MANY
    ]
    placement = placed(*world)
    where = {split for one, split in zip(world, splits(placement), strict=True)
             if "rare" in one.categories}  # fmt: skip
    assert where == set(SPLITS)
    assert sum(a != b for a, b in zip(splits(placement), splits(placed(*MANY)), strict=True)) == 2


def _tag(one: Standing, rare: set[str]) -> str:
    return "rare" if one.name in rare else ""


def test_a_category_of_one_group_is_there_to_be_learnt() -> None:
    lonely = next(one for one in MANY if placed(*MANY).splits[one.group] == "test")
    world = [
        Standing(one.name, one.group, categories=frozenset({"lonely"} if one is lonely else ()))
        for one in MANY
    ]
    assert placed(*world).splits[lonely.group] == "train"


def test_an_old_group_is_not_moved_for_a_rare_category() -> None:
    fixed = Remembered("a", "oslo", "oslo", "test", b"")
    lonely = Standing("a", "oslo", remembered=fixed, categories=frozenset({"lonely"}))
    assert placed(lonely, *MANY).splits["oslo"] == "test"


def test_three_groups_fill_three_splits() -> None:
    for names in (["a", "b", "c"], ["oslo", "rome", "lima"], ["1", "2", "3"]):
        held = placed(*(Standing(name, name) for name in names)).splits.values()
        assert set(held) == set(SPLITS), names


def test_too_few_groups_are_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match=r"2 groups cannot fill train, test, val.*left for val"):
        placed(Standing("a", "a"), Standing("b", "b"))


def test_a_split_without_a_share_may_be_empty() -> None:
    alone = placed(Standing("a", "a"), shares=Shares(val=0, test=0))
    assert alone.splits == {"a": "train"}


WORLDS = st.lists(
    st.tuples(
        st.integers(0, 9),  # group
        st.sampled_from([None, None, "old", "official"]),
        st.sampled_from(SPLITS),
        st.sets(st.sampled_from("abc")),
    ),
    min_size=1,
    max_size=25,
)
PAIRS = st.lists(st.tuples(st.integers(0, 24), st.integers(0, 24)), max_size=20)


@given(world=WORLDS, pairs=PAIRS)
def test_whatever_is_given_nothing_old_moves_and_no_copy_crosses(world, pairs) -> None:
    homes: dict[str, Split] = {}
    pictures = [Standing(f"a{number}", f"anchor-{number}") for number in range(40)]
    for number, (group, state, split, kinds) in enumerate(world):
        name, of = f"p{number}", f"g{group}"
        if state == "old":
            fixed = homes.setdefault(of, split)
            was = Remembered(name, of, of, fixed, b"")
            pictures.append(Standing(name, of, remembered=was, categories=frozenset(kinds)))
        else:
            told = split if state == "official" else None
            pictures.append(Standing(name, of, official=told, categories=frozenset(kinds)))
    close = {
        tuple(sorted((40 + one, 40 + other)))
        for one, other in pairs
        if one != other and max(one, other) < len(world)
    }
    placement = placed(*pictures, pairs=close)
    found = splits(placement)
    for number, picture in enumerate(pictures):
        if picture.remembered:
            assert found[number] == picture.remembered.split
        elif picture.official:
            assert found[number] in (picture.official, None)
    for first, second in close:
        if None not in (found[first], found[second]) and found[first] != found[second]:
            assert min(pictures[first].firmness, pictures[second].firmness) > 0
            assert pictures[first].firmness == pictures[second].firmness
