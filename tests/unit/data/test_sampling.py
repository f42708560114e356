from dataclasses import replace

import pytest

from cartvision.data.sampling import draw, sample
from cartvision.errors import InputError
from shelves import picture, write_dataset

ORIGINALS = [picture(seed) for seed in range(12)]
COPIES = [
    replace(picture(seed + 50, group=one.group), parent=one.image_id, copy=1)
    for seed, one in enumerate(ORIGINALS)
]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory):
    pairs = [(one, "train") for one in (*ORIGINALS, *COPIES)]
    return write_dataset(tmp_path_factory.mktemp("d") / "d", pairs, pictures_per_shard=7)


def test_a_sample_is_the_originals_of_the_smallest_ids(dataset):
    expected = sorted(ORIGINALS, key=lambda one: one.image_id)[:5]
    assert sample(dataset, "train", most=5) == expected


def test_the_same_seed_draws_the_same_however_the_dataset_is_written(dataset, tmp_path):
    pairs = [(one, "train") for one in (*COPIES, *ORIGINALS)]
    other = write_dataset(tmp_path / "d", pairs)
    assert draw(dataset, "train", most=5, seed=3) == draw(other, "train", most=5, seed=3)


def test_another_seed_draws_others(dataset):
    drawn = [draw(dataset, "train", most=5, seed=seed) for seed in range(4)]
    assert len({tuple(one.path for one in pictures) for pictures in drawn}) == 4


def test_a_drawing_of_more_than_there_are_is_all_of_them(dataset):
    drawn = draw(dataset, "train", most=99, seed=0)
    assert sorted(one.path for one in drawn) == sorted(one.path for one in (*ORIGINALS, *COPIES))


@pytest.mark.parametrize("choose", [sample, lambda *given, most: draw(*given, most=most, seed=0)])
def test_a_split_without_pictures_is_an_error(dataset, choose):
    with pytest.raises(InputError, match="has no val pictures"):
        choose(dataset, "val", most=3)
