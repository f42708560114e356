from collections import Counter
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from cartvision.data.picture import Product
from cartvision.errors import InputError
from cartvision.train_detector.lessons.orders import Curriculum
from cartvision.train_detector.lessons.plan import Course, plan_of
from cartvision.train_detector.lessons.rarity import repeats
from cartvision.train_detector.lessons.stock import stock_of
from cartvision.training.epochs import Epochs
from shelves import BOXES, picture, write_dataset

CLASSES = ["Drinks", "Food"]
ONE = ["product"]
RNG = np.random.default_rng(0)


def product(*, sku="", category=""):
    return Product(BOXES[0], sku=sku, category=category, attributes=())


def shelf_of(tmp_path, shown):
    pictures = [(picture(seed, products=tuple(some)), "train") for seed, some in enumerate(shown)]
    return write_dataset(tmp_path / "d", pictures, pictures_per_shard=3)


def plan_for(dataset, **course):
    given = {"steps": 40, "batch": 3, "seed": 5, "sides": (64,)} | course
    return plan_of(dataset, course=Course(**given), stock=stock_of(dataset, classes=ONE))


@pytest.fixture
def dense(tmp_path):
    """Ten pictures with 0 to 9 products."""
    return shelf_of(tmp_path, [[product()] * count for count in range(10)])


def test_every_epoch_shows_every_picture_once_in_another_order(dense):
    plan = plan_for(dense)
    rows = [plan.lesson(item).row for item in range(len(plan))]
    epochs = [rows[start : start + 10] for start in range(0, 120, 10)]
    assert all(sorted(epoch) == list(range(10)) for epoch in epochs)
    assert all(one != next_one for one, next_one in pairwise(epochs))


def test_an_item_is_the_same_in_whatever_order_it_is_asked_for(dense):
    plan = plan_for(dense, sides=(64, 96), curriculum=0.4)
    told = [(one.row, one.side, one.rng.random()) for one in map(plan.lesson, range(120))]
    again = plan_for(dense, sides=(64, 96), curriculum=0.4)
    for item in reversed(range(120)):
        one = again.lesson(item)
        assert (one.row, one.side, one.rng.random()) == told[item]
    assert len({number for *_, number in told}) == 120


def test_another_seed_is_another_run(dense):
    one, other = ([plan_for(dense, seed=seed).lesson(n).row for n in range(60)] for seed in (1, 2))
    assert one != other


def test_all_pictures_of_a_step_have_one_side_and_steps_differ(dense):
    plan = plan_for(dense, steps=200, sides=(64, 96, 128))
    sides = np.array([plan.lesson(item).side for item in range(len(plan))]).reshape(200, 3)
    assert (sides == sides[:, :1]).all()
    assert min(Counter(sides[:, 0].tolist()).values()) > 45


@pytest.mark.parametrize(
    ("balance", "expected"),
    [
        pytest.param("none", [1, 1, 1, 1, 1, 1, 1, 1], id="nothing is balanced"),
        pytest.param("sku", [2, 2**0.5, 2**0.5, 1, 1, 1, 1, 1], id="one of eight √(½ ÷ ⅛)"),
        pytest.param("category", [1, 1, 1, 1, 1, 1, 1, 2], id="by class, unknown is none"),
    ],
)
def test_a_picture_is_repeated_for_the_rarest_thing_it_shows(tmp_path, balance, expected):
    common = product(sku="common", category="Drinks > Soda")
    some, rare = product(sku="some"), product(sku="rare")
    shown = [[common, rare, rare], [common, some], [some, common], [common], [common]]
    shown += [[product()], [], [product(category="Food > Chips")]]
    told = repeats(shelf_of(tmp_path, shown), balance=balance, classes=CLASSES, often=0.5)
    assert told == pytest.approx(expected)


def test_an_epoch_repeats_on_average_as_often_as_it_should_and_leaves_nothing_out():
    wanted = np.array([1, 1, 1, 2.5, 1, 1.2])
    order = Epochs(wanted, seed=3)
    assert len(order) == 8  # 7.7
    epochs = [
        Counter(order.row(epoch * 8 + place, rng=RNG) for place in range(8)) for epoch in range(400)
    ]
    assert all(set(epoch) == set(range(6)) for epoch in epochs)
    assert {epoch[3] for epoch in epochs} == {2, 3}
    mean = [np.mean([epoch[row] for epoch in epochs]) for row in range(6)]
    assert mean == pytest.approx(wanted * 8 / 7.7, abs=0.06)


def test_a_curriculum_goes_from_sparse_to_dense_and_then_through_epochs(dense):
    plan = plan_for(dense, steps=400, curriculum=0.5)
    rows = np.array([plan.lesson(item).row for item in range(1200)])
    quarters = rows[:600].reshape(4, 150)
    assert (rows[:7] == 1).all()  # a tenth of nine pictures: the sparsest that has a product
    assert [quarter.max() for quarter in quarters] == [3, 5, 7, 9]
    assert quarters.min() == 1  # what has nothing waits
    assert sorted(rows[600:610]) == list(range(10))


def test_a_curriculum_draws_what_is_rare_more_often():
    weights = np.array([1.0, 3.0])
    order = Curriculum(np.array([4, 4]), repeats=weights, items=10**6, then=Epochs(weights, seed=0))
    rng = np.random.default_rng(0)
    drawn = Counter(order.row(10**6 - 1, rng=rng) for _ in range(2000))
    assert drawn[1] / 2000 == pytest.approx(0.75, abs=0.03)


@pytest.mark.parametrize("item", [0, 119])
def test_what_stands_beside_a_picture_is_what_might_be_shown_then(dense, item):
    plan = plan_for(dense, curriculum=0.9)
    drawn = {plan.another(item, rng=RNG) for _ in range(300)}
    assert drawn == ({1} if item == 0 else set(range(10)))


def test_the_stock_counts_products_by_picture_and_class(tmp_path):
    soda, chips = product(category="Drinks > Soda"), product(category="Food > Chips")
    dataset = shelf_of(tmp_path, [[soda, soda], [], [chips, product()], [soda]])
    stock = stock_of(dataset, classes=CLASSES)
    assert stock.products.tolist() == [2, 0, 2, 1]
    assert stock.examples.tolist() == [3, 1]
    assert stock.unknown == 1


@pytest.mark.parametrize(
    ("shown", "message"),
    [
        pytest.param(
            [[product(category="Food > Chips")]], "no train picture shows Drinks:", id="class"
        ),
        pytest.param([[], []], "no train picture has a labelled product", id="nothing labelled"),
        pytest.param([], "no train pictures", id="nothing at all"),
    ],
)
def test_what_cannot_be_learnt_is_told(tmp_path, shown, message):
    with pytest.raises(InputError, match=message):
        stock_of(shelf_of(tmp_path, shown), classes=CLASSES)


def test_the_end_of_a_run_shows_originals_alone_each_once_an_epoch(tmp_path):
    pictures = [
        replace(picture(seed), copy=seed % 4, parent="p" * (seed % 4)) for seed in range(12)
    ]
    dataset = write_dataset(tmp_path / "d", [(one, "train") for one in pictures])
    originals = {0, 4, 8}
    plan = plan_for(dataset, steps=40, batch=3, originals=0.25)
    rows = [plan.lesson(item).row for item in range(len(plan))]
    assert set(rows[:90]) == set(range(12))
    epochs = [set(rows[start : start + 3]) for start in range(90, 120, 3)]
    assert epochs == [originals] * 10
    assert {plan.another(119, rng=np.random.default_rng(n)) for n in range(30)} == originals


def test_copies_alone_are_shown_to_the_end(tmp_path):
    pictures = [replace(picture(seed), copy=1, parent="p") for seed in range(3)]
    dataset = write_dataset(tmp_path / "d", [(one, "train") for one in pictures])
    plan = plan_for(dataset, originals=0.5)
    assert plan.lesson(len(plan) - 1).row in range(3)
