import math
from itertools import pairwise

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from cartvision.data.picture import BETWEEN, NA
from cartvision.models.describer.paths import Paths
from cartvision.models.describer.tree import Tree

CATEGORIES = st.lists(
    st.lists(st.sampled_from("abc"), min_size=1, max_size=4).map(BETWEEN.join),
    min_size=1,
    max_size=30,
)
SOME = settings(max_examples=150, deadline=None)
FIVE = Tree(Paths.of(["A > B", "A > C", "D"]))  # nodes A, A > B, A > C, D


@SOME
@given(CATEGORIES, st.integers(0, 999), st.floats(0.1, 60), st.floats(0.05, 20))
def test_no_node_is_likelier_than_its_parent_or_than_certain(categories, seed, spread, temperature):
    tree = Tree(Paths.of(categories))
    logits = torch.randn(8, len(tree.paths.leaves), generator=torch.Generator().manual_seed(seed))
    nodes = tree.probabilities(logits * spread, temperature=temperature)
    assert (nodes <= nodes[:, tree.above]).all()
    assert (nodes <= 1).all()
    exact = (logits * spread / temperature).double().softmax(dim=1) @ tree.membership.double()
    assert torch.allclose(nodes.double(), exact, atol=1e-5)


@SOME
@given(CATEGORIES, st.integers(0, 999), st.floats(1, 60), st.floats(0.5, 1))
def test_what_is_told_is_the_end_of_the_only_line_that_is_sure(categories, seed, spread, sure):
    tree = Tree(Paths.of(categories))
    logits = torch.randn(8, len(tree.paths.leaves), generator=torch.Generator().manual_seed(seed))
    nodes = tree.probabilities(logits * spread, temperature=1.0)
    for row, told, likely in zip(nodes, *tree.deepest(nodes, sure=sure), strict=True):
        passing = ((row >= sure) & (row > 0.5)).nonzero()[:, 0].tolist()
        line = [tree.paths.nodes[node] for node in passing]  # sorted: the deepest is the last
        assert all(after.startswith(before + BETWEEN) for before, after in pairwise(line))
        assert int(told) == (passing[-1] if passing else NA)
        assert float(likely) == (float(row[told]) if passing else 0)


def test_sums_that_rounding_left_out_of_order_are_put_in_order():
    sums = torch.tensor([[0.5, 0.50000012, 0.3, 1.0000001]])
    assert FIVE.coherent(sums).tolist() == [[0.5, 0.5, pytest.approx(0.3), 1.0]]


@pytest.mark.parametrize(
    ("shares", "sure", "told"),
    [
        pytest.param([0.7, 0.2, 0.1], 0.6, "A > B", id="a sure leaf"),
        pytest.param([0.5, 0.4, 0.1], 0.6, "A", id="a sure parent of unsure children"),
        pytest.param([0.3, 0.3, 0.4], 0.7, None, id="nothing is sure enough"),
        pytest.param([0.5, 0.0, 0.5], 0.5, None, id="two halves, neither likelier than not"),
        pytest.param([0.5, 0.5, 0.0], 0.5, "A", id="two halves of one parent"),
    ],
)
def test_the_deepest_node_that_is_sure_enough_is_told(shares, sure, told):
    nodes = torch.tensor([shares]) @ FIVE.membership.float()
    node, likely = FIVE.deepest(nodes, sure=sure)
    expected = NA if told is None else FIVE.paths.nodes.index(told)
    assert node.tolist() == [expected]
    assert likely.tolist() == [0 if told is None else float(nodes[0, expected])]


LOGITS = torch.tensor([[math.log(4.0), math.log(1.0), math.log(5.0)]])  # shares .4, .1, .5


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        pytest.param("A > B", -math.log(0.4) - math.log(0.5), id="a leaf and its parent"),
        pytest.param("A > C", -math.log(0.1) - math.log(0.5), id="a less likely leaf"),
        pytest.param("A", -math.log(0.5), id="a parent, whichever its child"),
        pytest.param("D", -math.log(0.5), id="a leaf at the first level"),
    ],
)
def test_the_loss_is_what_a_hand_computes(node, expected):
    number = torch.tensor([FIVE.paths.nodes.index(node)])
    assert float(FIVE.loss(LOGITS, number, ancestor_weight=1.0)) == pytest.approx(expected)


def test_smoothing_costs_a_share_of_what_all_leaves_cost():
    node = torch.tensor([FIVE.paths.nodes.index("A > B")])
    every = -(math.log(0.4) + math.log(0.1) + math.log(0.5)) / 3
    expected = -0.8 * math.log(0.4) + 0.2 * every - math.log(0.5)
    told = FIVE.loss(LOGITS, node, ancestor_weight=1.0, smoothing=0.2)
    assert float(told) == pytest.approx(expected)


def test_the_ancestors_of_a_deep_node_cost_their_mean_times_their_weight():
    deep = Tree(Paths.of(["A > B > C", "A > B > X", "A > Y", "Z"]))
    logits = torch.tensor([[0.1, 0.2, 0.3, 0.4]]).log()
    node = torch.tensor([deep.paths.nodes.index("A > B > C")])
    expected = -math.log(0.1) - 0.5 * (math.log(0.3) + math.log(0.6)) / 2
    assert float(deep.loss(logits, node, ancestor_weight=0.5)) == pytest.approx(expected)


def test_a_wrong_aisle_costs_more_than_a_wrong_flavour():
    sure = torch.tensor([[-4.0, 4.0, -4.0], [-4.0, -4.0, 4.0]])  # of A > C, of D
    truth = torch.tensor([FIVE.paths.nodes.index("A > B")])
    flavour, aisle = (FIVE.loss(row[None], truth, ancestor_weight=1.0) for row in sure)
    assert float(aisle) > 1.5 * float(flavour)


def test_an_unknown_category_has_exactly_no_gradient_and_no_weight_in_the_mean():
    logits = torch.randn(3, 3, generator=torch.Generator().manual_seed(0)).requires_grad_()
    loss = FIVE.loss(logits, torch.tensor([2, NA, 0]), ancestor_weight=1.0)
    loss.backward()
    assert (logits.grad[1] == 0).all()
    assert (logits.grad[[0, 2]] != 0).all()
    alone = FIVE.loss(logits[[0, 2]], torch.tensor([2, 0]), ancestor_weight=1.0)
    assert float(loss.detach()) == float(alone.detach())


def test_categories_that_are_all_unknown_cost_nothing():
    logits = torch.randn(2, 3).requires_grad_()
    loss = FIVE.loss(logits, torch.tensor([NA, NA]), ancestor_weight=1.0)
    loss.backward()
    assert float(loss.detach()) == 0
    assert (logits.grad == 0).all()


def test_a_known_parent_does_not_choose_among_its_children():
    logits = torch.tensor([[2.0, -1.0, 0.5]], requires_grad=True)
    FIVE.loss(logits, torch.tensor([0]), ancestor_weight=1.0).backward()
    up, other, down = logits.grad[0].tolist()
    assert up / other == pytest.approx(math.exp(3))  # pushed by the shares that they have
    assert up < 0 < down
