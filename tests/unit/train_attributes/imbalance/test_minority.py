"""New points only between neighbours that share the rare label; what nobody knows stays NA."""

import tracemalloc

import numpy as np
import pytest

from cartvision.data.picture import NA
from cartvision.train_attributes.imbalance import minority
from cartvision.train_attributes.imbalance.minority import synthetic

RARE, COMMON, UNTOLD = 0, 1, 2


def products(*, rare=6, others=600, seed=0):
    """A rare label in two far corners, a common one of half, and one that nobody knows."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(rare + others, 4)).astype(np.float32)
    features[:rare, 0] += np.where(np.arange(rare) % 2, 100, -100)
    labels = np.zeros((rare + others, 3), np.int8)
    labels[:rare, RARE] = 1
    labels[: (rare + others) // 2, COMMON] = 1
    labels[:, UNTOLD] = NA
    return features, labels


def made_of(features, labels, *, seed=0, **how):
    return synthetic(features, labels, rng=np.random.default_rng(seed), **how)


def on_a_line(point, ends):
    """Whether it lies between any two of these."""
    a, b = ends[:, None], ends[None]
    around = np.linalg.norm(a - point, axis=2) + np.linalg.norm(point - b, axis=2)
    return bool(np.isclose(around, np.linalg.norm(a - b, axis=2), rtol=1e-4).any())


def test_a_new_point_lies_between_two_products_with_the_rare_label():
    features, labels = products()
    made = made_of(features, labels, neighbours=5)
    assert len(made.features) == 6
    assert all(on_a_line(point, features[:6]) for point in made.features)
    assert not any(on_a_line(point, features[6:]) for point in made.features)


def test_the_nearest_neighbours_are_meant():
    features, labels = products()
    made = made_of(features, labels, neighbours=2)
    assert (np.abs(made.features[:, 0]) > 90).all()  # none between the corners


@pytest.mark.parametrize("column", [RARE, COMMON, UNTOLD])
def test_a_new_point_has_the_labels_that_its_parents_agree_on(column):
    features, labels = products()
    made = made_of(features, labels)
    assert (made.labels[:, column] == {RARE: 1, COMMON: 1, UNTOLD: NA}[column]).all()
    assert made.labels.dtype == np.int8


@pytest.mark.parametrize(
    ("votes", "told"),
    [
        pytest.param([1, 1, 0, 0, 0], 0, id="most say no"),
        pytest.param([1, 1, 1, 0, 0], 1, id="most say yes"),
        pytest.param([1, 1, 0, 0, NA], NA, id="they are even"),
        pytest.param([1, 1, 0, NA, NA], 1, id="most of those who know"),
        pytest.param([1, 1, NA, NA, NA], NA, id="fewer than half know"),
        pytest.param([NA] * 5, NA, id="nobody knows"),
    ],
)
def test_labels_are_voted_by_those_who_know(votes, told):
    features, labels = products(rare=5)
    labels[:5, UNTOLD] = votes
    labels[5:, UNTOLD] = 1
    made = made_of(features, labels, neighbours=4)
    assert (made.labels[made.labels[:, RARE] == 1, UNTOLD] == told).all()
    assert made.made[RARE] == 5


def test_a_rare_label_of_one_product_makes_nothing_and_is_told():
    features, labels = products(rare=1)
    made = made_of(features, labels)
    assert (len(made.features), len(made.labels)) == (0, 0)
    assert (made.rare[RARE], made.seeds[RARE], made.made[RARE]) == (True, 1, 0)


def test_only_rare_labels_make_points():
    features, labels = products()
    more = np.column_stack([labels, *[labels[:, COMMON]] * 4])
    made = made_of(features, more, most=3)
    assert made.rare.tolist() == [True] + [False] * 6
    assert made.made.tolist() == [18] + [0] * 6


@pytest.mark.parametrize(
    ("known", "wanted"),
    [
        pytest.param(12, 0, id="6 of 12 are as common as the common one"),
        pytest.param(36, 3, id="6 of 36, one third as common: 9 are half as common"),
    ],
)
def test_a_label_is_rare_among_known_labels_only(known, wanted):
    features, labels = products()
    labels[known:, RARE] = NA
    assert made_of(features, labels).made.tolist() == [wanted, 0, 0]


def test_points_are_made_until_a_label_is_as_common_as_the_mean_imbalance_has_it():
    features, labels = products(rare=20, others=980)
    made = made_of(features, labels, most=99)
    imbalance = np.array([500 / 20, 1.0])
    assert 20 + made.made[RARE] == np.ceil(500 / imbalance.mean())


def test_the_same_seed_makes_the_same_points_however_distances_are_parted(monkeypatch):
    features, labels = products(rare=30, others=300)
    whole = made_of(features, labels)
    monkeypatch.setattr(minority, "CELLS", 100)
    parted = made_of(features, labels)
    assert np.array_equal(whole.features, parted.features)
    assert np.array_equal(whole.labels, parted.labels)
    assert not np.array_equal(whole.features, made_of(features, labels, seed=1).features)


def test_memory_does_not_grow_with_the_square_of_the_products(monkeypatch):
    features, labels = products(rare=2000, others=4000)
    monkeypatch.setattr(minority, "CELLS", 1 << 14)
    tracemalloc.start()
    made = made_of(features, labels)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert made.made[RARE] > 100
    assert most < 2000 * made.made[RARE] * 4  # what the distances alone would take


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(np.full((9, 3), NA, np.int8), id="nothing is known"),
        pytest.param(np.zeros((9, 3), np.int8), id="no positive"),
        pytest.param(np.ones((9, 3), np.int8), id="nothing is rare"),
    ],
)
def test_where_nothing_is_rare_nothing_is_made(labels):
    made = made_of(np.ones((9, 4), np.float32), labels)
    assert made.features.shape == (0, 4)
    assert made.labels.shape == (0, 3)
    assert not made.rare.any()
