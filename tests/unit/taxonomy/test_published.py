"""Shopify's and Google's published taxonomies, where CARTVISION_SHOPIFY names Shopify's folder."""

import os
import time
from pathlib import Path

import pytest

from cartvision.taxonomy.reading import read_taxonomy
from cartvision.taxonomy.tree import Taxonomy
from cartvision.taxonomy.writing import to_yaml

FOLDER = Path(os.environ.get("CARTVISION_SHOPIFY", ""))

pytestmark = pytest.mark.skipif(
    "CARTVISION_SHOPIFY" not in os.environ, reason="CARTVISION_SHOPIFY names no folder"
)


@pytest.fixture(scope="module")
def shopify() -> Taxonomy:
    return read_taxonomy(FOLDER)


def test_the_whole_is_read_and_checked_in_three_seconds():
    start = time.process_time()
    tree = read_taxonomy(FOLDER)
    assert time.process_time() - start < 3
    assert len(tree.categories) > 10_000
    assert len(tree.roots) == 26


# Read by hand from data/categories: the category's own list, and which ancestors say the same.
BY_HAND = [
    pytest.param(
        "fb-1-12",  # fb says nothing
        "Food, Beverages & Tobacco > Beverages > Soda",
        {
            "allergen_information": "fb-1",
            "dietary_preferences": "fb-1",
            "dietary_supplements": "fb-1",
            "flavor": "fb-1-12",
            "package_type": "fb-1-12",
            "soda_variety": "fb-1-12",
        },
        id="Soda",
    ),
    pytest.param(
        "aa-1-1-4",  # `activity` of aa-1-1 is not in its list
        "Apparel & Accessories > Clothing > Activewear > Boxing Shorts",
        {
            "activewear_clothing_features": "aa-1-1",
            "color": "aa",
            "fabric": "aa-1",
            "pattern": "aa",
            "size": "aa-1-1",
            "target_gender": "aa",
        },
        id="Boxing Shorts",
    ),
    pytest.param(
        "fb-1-1-1",
        "Food, Beverages & Tobacco > Beverages > Alcoholic Beverages > Beer",
        {
            "allergen_information": "fb-1",
            "beer_style": "fb-1-1-1",
            "beer_variety": "fb-1-1-1",
            "country": "fb-1-1-1",
            "dietary_preferences": "fb-1",
            "dietary_supplements": "fb-1",
            "package_type": "fb-1-1-1",
        },
        id="Beer",
    ),
]


@pytest.mark.parametrize(("id", "path", "expected"), BY_HAND)
def test_a_category_has_the_attributes_that_its_file_lists(shopify, id, path, expected):
    category = shopify.by_path(path)
    asked = shopify.attributes_of(category)
    assert category.id == id
    assert {one.attribute.id: one.said_by.id for one in asked} == expected


def test_the_whole_is_written_and_read_again_as_the_same(shopify, tmp_path):
    file = tmp_path / "shopify.yaml"
    file.write_text(to_yaml(shopify))
    assert read_taxonomy(file) == shopify


def test_googles_list_is_read():
    google = read_taxonomy(FOLDER / "data/integrations/google/2021-09-21/full_names.yml")
    assert len(google.categories) == 5595
    assert google.about.edition == "2021-09-21"
    assert google.by_path("Animals & Pet Supplies > Live Animals").id == "3237"
