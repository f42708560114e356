"""Shopify's folder: every category has exactly what its own list says."""

from pathlib import Path

import pytest

from cartvision.taxonomy.faults import FaultsError
from cartvision.taxonomy.reading import read_taxonomy

ATTRIBUTES = """
    base_attributes:
    - id: 1
      name: Color
      description: The main color
      friendly_id: color
      handle: color
      values:
      - color__rose_gold
      - color__red
    - id: 2
      name: Frame material
      description: What a frame is of
      friendly_id: frame/furniture_material
      handle: frame-furniture-material
      sorting: custom
      values:
      - frame/furniture_material__wood
    extended_attributes:
    - name: Lid color
      handle: lid-color
      description: The color of the lid
      friendly_id: lid_color
      values_from: color
"""
HOME = """
    - id: hg
      name: Home
      children:
      - hg-1
      - hg-2
      attributes:
      - color
    - id: hg-1
      name: Jars
      children:
      - hg-1-1
      attributes:
      - color
      - lid_color
    - id: hg-1-1
      name: Honey Jars
      children: []
      attributes:
      - color
      - frame/furniture_material
    - id: hg-2
      name: Gift Wrap
      children: []
      attributes: []
"""


@pytest.fixture
def folder(tmp_path: Path, written) -> Path:
    written(ATTRIBUTES, name="data/attributes.yml")
    written(HOME, name="data/categories/hg_home.yml")
    written("- {id: gc, name: Gift Cards, children: [], attributes: []}\n",
            name="data/categories/gc_gift_cards.yml")  # fmt: skip
    written("2025-08\n", name="VERSION")
    written("Permission is hereby granted, free of charge, to any person\n", name="LICENSE")
    return tmp_path


def test_files_are_one_tree_that_says_what_it_is(folder):
    tree = read_taxonomy(folder)
    assert tree.paths() == [
        "Gift Cards",
        "Home",
        "Home > Gift Wrap",
        "Home > Jars",
        "Home > Jars > Honey Jars",
    ]
    about = tree.about
    assert (about.name, about.edition, about.licence) == (
        "Shopify product taxonomy",
        "2025-08",
        "MIT",
    )


def test_a_child_has_no_attribute_that_only_its_parent_lists(folder):
    tree = read_taxonomy(folder)
    asked = tree.attributes_of(tree.by_id("hg-1-1"))
    assert [(one.attribute.id, one.is_required, one.said_by.id) for one in asked] == [
        ("color", False, "hg"),
        ("frame/furniture_material", False, "hg-1-1"),
    ]
    assert tree.attributes_of(tree.by_id("hg-2")) == ()


def test_an_extended_attribute_has_the_values_of_its_base(folder):
    attributes = read_taxonomy(folder).attributes
    assert attributes["lid_color"].name == "Lid color"
    assert attributes["lid_color"].values == attributes["color"].values


def test_values_are_named_by_their_ids_where_no_file_names_them(folder, written):
    named = read_taxonomy(folder).attributes["color"].values
    assert named == (("color__rose_gold", "Rose gold"), ("color__red", "Red"))
    written("- {id: 16, name: Rosé, friendly_id: color__rose_gold}\n", name="data/values.yml")
    named = read_taxonomy(folder).attributes["color"].values
    assert named == (("color__rose_gold", "Rosé"), ("color__red", "Red"))


@pytest.mark.parametrize(
    ("was", "now", "line", "said"),
    [
        pytest.param("      - hg-2\n", "      - hg-9\n", 5, "the child 'hg-9' is not there",
                     id="a child that is not there"),
        pytest.param("      - hg-2\n", "", 20, "category 'hg-2' is not among the children of 'hg'",
                     id="a child that nobody lists"),
        pytest.param("      - hg-1-1\n", "      - hg-2\n", 11,
                     "'hg-2' is among the children of 'hg' already", id="a child of two"),
        pytest.param("      - lid_color\n", "      - lid_colour\n", 14,
                     "category 'hg-1': there is no attribute 'lid_colour'; "
                     "did you mean 'lid_color'?",
                     id="an unknown attribute"),
        pytest.param("id: hg-2\n", "id: hg-1\n", 21,
                     "category 'hg-1' is there already, in line 8", id="an id twice"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_the_line(folder, written, was, now, line, said):
    file = written(HOME.replace(was, now, 1), name="data/categories/hg_home.yml")
    with pytest.raises(FaultsError) as found:
        read_taxonomy(folder)
    assert f"{file}:{line}: {said}" in [str(fault) for fault in found.value.faults]


def test_an_extended_attribute_of_nothing_is_refused(folder, written):
    file = written(ATTRIBUTES.replace("_from: color", "_from: colour"), name="data/attributes.yml")
    with pytest.raises(FaultsError) as found:
        read_taxonomy(folder)
    said = "there is no base attribute 'colour'; did you mean 'color'?"
    assert [str(fault) for fault in found.value.faults] == [f"{file}:19: {said}"]
