"""The tree: what lies where, and which attributes a category has by whose word."""

import pytest

from cartvision.errors import InputError
from cartvision.taxonomy.reading import read_taxonomy
from cartvision.taxonomy.tree import Taxonomy

STORE = """
    version: 1
    name: Corner store
    attributes:
      - {id: organic, name: Organic}
      - {id: sugar_free, name: Sugar free}
      - {id: pack, name: Pack, values: [can, {id: pet, name: PET bottle}]}
    categories:
      - id: drinks
        name: Drinks
        required: [organic]
        allowed: [sugar_free]
        children:
          - {id: soda, name: Soda, required: [sugar_free], allowed: [organic, pack]}
          - {id: water, name: Water}
      - {id: cola, name: Cola, parent: soda, required: [pack]}
      - {id: bread, name: Bread}
"""


@pytest.fixture
def store(written) -> Taxonomy:
    return read_taxonomy(written(STORE))


def told(taxonomy: Taxonomy, id: str) -> list[tuple[str, bool, str]]:
    asked = taxonomy.attributes_of(taxonomy.by_id(id))
    return [(one.attribute.id, one.is_required, one.said_by.id) for one in asked]


def test_nested_and_flat_categories_are_one_tree(store):
    assert store.paths() == [
        "Bread",
        "Drinks",
        "Drinks > Soda",
        "Drinks > Soda > Cola",
        "Drinks > Water",
    ]
    assert list(store.categories) == ["drinks", "soda", "cola", "water", "bread"]


def test_a_category_is_found_by_its_id_and_by_its_path(store):
    assert store.find("cola") is store.find("Drinks > Soda > Cola") is store.by_id("cola")
    assert store.by_path("Drinks > Soda").name == "Soda"


def test_ancestors_go_from_the_root_to_the_parent(store):
    assert [one.id for one in store.ancestors(store.by_id("cola"))] == ["drinks", "soda"]
    assert store.ancestors(store.by_id("bread")) == ()


def test_below_is_the_branch_in_its_order(store):
    branch = store.below(store.by_id("drinks"))
    assert [one.id for one in branch] == ["drinks", "soda", "cola", "water"]


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        pytest.param("bread", [], id="nothing said, nothing asked"),
        pytest.param(
            "water",
            [("organic", True, "drinks"), ("sugar_free", False, "drinks")],
            id="a child has what its parent says",
        ),
        pytest.param(
            "soda",
            [("organic", True, "drinks"), ("sugar_free", True, "soda"), ("pack", False, "soda")],
            id="a child raises allowed to required, and lowers nothing",
        ),
        pytest.param(
            "cola",
            [("organic", True, "drinks"), ("sugar_free", True, "soda"), ("pack", True, "cola")],
            id="each comes from the first that says it so strongly",
        ),
    ],
)
def test_attributes_come_down_the_tree(store, id, expected):
    assert told(store, id) == expected


def test_without_inheritance_a_list_is_the_whole_of_it(written):
    text = STORE.replace("name: Corner store", "inherit: false")
    store = read_taxonomy(written(text))
    assert told(store, "water") == []
    assert told(store, "soda") == [
        ("sugar_free", True, "drinks"),  # which says it, too
        ("organic", False, "drinks"),
        ("pack", False, "soda"),
    ]
    assert told(store, "cola") == [("pack", True, "soda")]


def test_a_clerk_is_told_what_is_required_and_still_unknown(store):
    unknown = store.still_unknown(store.by_id("cola"), known={"organic"})
    assert [one.id for one in unknown] == ["sugar_free", "pack"]


def test_values_are_words_or_ids_with_names_and_else_yes_or_no(store):
    assert store.attributes["organic"].values == (("yes", "yes"), ("no", "no"))
    assert store.attributes["pack"].values == (("can", "can"), ("pet", "PET bottle"))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        pytest.param(
            "Drinks > Sodas", "there is no category 'Drinks > Sodas'; did you mean", id="near"
        ),
        pytest.param("Xyz", "there is no category 'Xyz'$", id="far from all"),
    ],
)
def test_a_word_that_is_no_category_is_told_with_what_was_meant(store, word, expected):
    with pytest.raises(InputError, match=expected):
        store.find(word)


def test_paths_alone_make_a_tree_with_the_ancestors_that_they_name():
    tree = Taxonomy.of_paths(["Drinks > Soda > Cola", "Bread", "Drinks > Water", ""])
    assert list(tree.categories) == [
        "Bread",
        "Drinks",
        "Drinks > Soda",
        "Drinks > Soda > Cola",
        "Drinks > Water",
    ]
    assert tree.paths() == sorted(tree.categories)
    cola = tree.by_id("Drinks > Soda > Cola")
    assert cola.name == "Cola"
    assert [one.path for one in tree.ancestors(cola)] == ["Drinks", "Drinks > Soda"]
    assert tree.by_id("Drinks").children == ("Drinks > Soda", "Drinks > Water")
