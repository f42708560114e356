import numpy as np
import pytest

from cartvision.data.picture import NA
from cartvision.models.describer.paths import Paths

SHOP = Paths.of(["Food > Bread", "Drinks > Soda > Lime", "Drinks > Soda > Cola", "Drinks", ""])


def test_nodes_are_all_that_paths_pass_through_and_parents_come_first():
    assert SHOP.nodes == (
        "Drinks",
        "Drinks > Soda",
        "Drinks > Soda > Cola",
        "Drinks > Soda > Lime",
        "Food",
        "Food > Bread",
    )
    assert SHOP.above.tolist() == [0, 0, 1, 1, 4, 4]
    assert SHOP.depth.tolist() == [1, 2, 3, 3, 1, 2]


def test_a_category_with_children_has_a_leaf_of_its_own_inside_its_node():
    inside = {
        leaf: [node for node, yes in zip(SHOP.nodes, row, strict=True) if yes]
        for leaf, row in zip(SHOP.leaves, SHOP.membership, strict=True)
    }
    assert inside == {
        "Drinks": ["Drinks"],
        "Drinks > Soda > Cola": ["Drinks", "Drinks > Soda", "Drinks > Soda > Cola"],
        "Drinks > Soda > Lime": ["Drinks", "Drinks > Soda", "Drinks > Soda > Lime"],
        "Food > Bread": ["Food", "Food > Bread"],
    }


@pytest.mark.parametrize(
    ("category", "node"),
    [
        pytest.param("Drinks > Soda > Lime", "Drinks > Soda > Lime", id="a leaf"),
        pytest.param("Drinks > Soda", "Drinks > Soda", id="only how far it is known"),
        pytest.param("Drinks > Soda > Ginger", "Drinks > Soda", id="new below a node"),
        pytest.param("Toys", None, id="nowhere in the tree"),
        pytest.param("Drinksware", None, id="a name that begins like another"),
        pytest.param("", None, id="unknown"),
    ],
)
def test_a_category_lies_in_its_deepest_node(category, node):
    assert SHOP.node_of(category) == (NA if node is None else SHOP.nodes.index(node))


def test_a_dataset_without_categories_has_no_nodes():
    none = Paths.of([])
    assert none.nodes == none.leaves == ()
    assert none.membership.shape == (0, 0)
    assert none.node_of("Drinks") == NA
    assert none.depth.dtype == none.above.dtype == np.int64
