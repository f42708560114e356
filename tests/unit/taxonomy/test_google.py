"""Google's list, with numbers, without, and as YAML."""

import pytest

from cartvision.taxonomy.faults import FaultsError
from cartvision.taxonomy.reading import read_taxonomy

FIRST = "    # Google_Product_Taxonomy_Version: 2021-09-21\n"
NUMBERED = """
    # Google_Product_Taxonomy_Version: 2021-09-21
    1 - Animals & Pet Supplies
    3237 - Animals & Pet Supplies > Live Animals
    2 - Animals & Pet Supplies > Pet Supplies
"""
PLAIN = """
    # Google_Product_Taxonomy_Version: 2021-09-21
    Animals & Pet Supplies
    Animals & Pet Supplies > Live Animals
    Animals & Pet Supplies > Pet Supplies
"""
YAML = """
    ---
    - id: 1
      full_name: Animals & Pet Supplies
    - id: 3237
      full_name: Animals & Pet Supplies > Live Animals
    - id: 2
      full_name: Animals & Pet Supplies > Pet Supplies
"""
PATHS = [
    "Animals & Pet Supplies",
    "Animals & Pet Supplies > Live Animals",
    "Animals & Pet Supplies > Pet Supplies",
]


@pytest.mark.parametrize(
    ("name", "text", "ids"),
    [
        pytest.param(
            "taxonomy-with-ids.en-GB.txt", NUMBERED, ["1", "3237", "2"], id="with numbers"
        ),
        pytest.param(
            "numbers.txt",
            NUMBERED.replace(FIRST, ""),
            ["1", "3237", "2"],
            id="without its first line",
        ),
        pytest.param("taxonomy.en-GB.txt", PLAIN, PATHS, id="without numbers"),
        pytest.param("google/2021-09-21/full_names.yml", YAML, ["1", "3237", "2"], id="as YAML"),
    ],
)
def test_a_list_of_paths_is_a_tree(written, name, text, ids):
    tree = read_taxonomy(written(text, name=name))
    assert tree.paths() == PATHS
    assert list(tree.categories) == ids
    assert [one.name for one in tree.children(tree.find(PATHS[0]))] == [
        "Live Animals",
        "Pet Supplies",
    ]
    assert tree.about.edition == ("" if name == "numbers.txt" else "2021-09-21")


@pytest.mark.parametrize(
    ("added", "said"),
    [
        pytest.param(
            "7 - Food > Milk",
            "5: category '7': its parent 'Food' is not there",
            id="a path without its parent",
        ),
        pytest.param(
            "2 - Animals & Pet Supplies > Toys",
            "5: category '2' is there already, in line 4",
            id="a number twice",
        ),
        pytest.param(
            "9 - Animals & Pet Supplies > Live Animals",
            "5: there is a 'Live Animals' in '1' already: '3237' in line 3",
            id="a path twice",
        ),
    ],
)
def test_a_broken_list_is_refused_with_the_line(written, added, said):
    file = written(NUMBERED + f"    {added}\n", name="list.txt")
    with pytest.raises(FaultsError) as found:
        read_taxonomy(file)
    assert [str(fault) for fault in found.value.faults] == [f"{file}:{said}"]
