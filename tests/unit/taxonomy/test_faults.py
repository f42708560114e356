"""Broken trees: every fault with its file and line, all of them at once."""

import pytest

from cartvision.errors import InputError
from cartvision.taxonomy.faults import FaultsError
from cartvision.taxonomy.reading import read_taxonomy

HEAD = """
version: 1
attributes:
- {id: organic, name: Organic, values: [yes, no]}
- {id: vegan, name: Vegan}
categories:
- {id: food, name: Food}
- id: drinks
  name: Drinks
"""  # 8 lines: what a test adds begins in line 9

BROKEN = [
    pytest.param(
        "- {id: a, name: A, parent: b}\n- {id: b, name: B, parent: c}\n"
        "- {id: c, name: C, parent: a}\n- {id: d, name: D, parent: a}",
        ["9: a cycle, each in the next: a → b → c → a"],
        id="a cycle, whole and once",
    ),
    pytest.param(
        "- {id: a, name: A, parent: a}",
        ["9: a cycle, each in the next: a → a"],
        id="a category in itself",
    ),
    pytest.param(
        "- {id: soda, name: Soda, parent: drink}",
        ["9: category 'soda': its parent 'drink' is not there; did you mean 'drinks'?"],
        id="an orphan",
    ),
    pytest.param(
        "- {id: food, name: Else}",
        ["9: category 'food' is there already, in line 6"],
        id="an id twice",
    ),
    pytest.param(
        "  children:\n  - {id: soda, name: Soda}\n  - {id: pop, name: Soda}",
        ["11: there is a 'Soda' in 'drinks' already: 'soda' in line 10"],
        id="a name twice among siblings",
    ),
    pytest.param(
        "- {id: ' other ', name: Other}",
        ["9: the category id ' other ' has blanks at its ends, or several lines"],
        id="an id with blanks",
    ),
    pytest.param(
        "- {id: other, name: Food}",
        ["9: there is a 'Food' at the top already: 'food' in line 6"],
        id="a name twice at the top",
    ),
    pytest.param(
        "  name: Beverages", ["9: 'name' is said twice here, first in line 8"], id="a key twice"
    ),
    pytest.param(
        "  alowed: [vegan]",
        ["9: unknown key 'alowed'; did you mean 'allowed'?"],
        id="an unknown key",
    ),
    pytest.param(
        "  required: [organc]",
        ["9: category 'drinks': there is no attribute 'organc'; did you mean 'organic'?"],
        id="an unknown attribute",
    ),
    pytest.param(
        "  required: [vegan]\n  allowed: [organic, vegan]",
        ["10: category 'drinks' both requires and allows 'vegan': say one"],
        id="required and allowed",
    ),
    pytest.param(
        "  allowed: [vegan, vegan]",
        ["9: category 'drinks' says 'vegan' twice"],
        id="an attribute twice",
    ),
    pytest.param(
        '- {id: a, name: "Soda > Cola"}',
        ["9: the name 'Soda > Cola' holds '>', which parts a path"],
        id="a name that is a path",
    ),
    pytest.param(
        '- {id: a, name: "Soda >"}',
        ["9: the name 'Soda >' holds '>', which parts a path"],
        id="a name that would part a path behind it",
    ),
    pytest.param('- {id: a, name: ""}', ["9: the name of category 'a' is empty"], id="no name"),
    pytest.param(
        '- {id: a, name: " A"}',
        ["9: the name ' A' has blanks at its ends, or several lines"],
        id="a name with blanks",
    ),
    pytest.param("- {name: A}", ["9: the category has no id"], id="no id"),
    pytest.param(
        "  children:\n  - {id: a, name: A, parent: food}",
        ["10: the parent is 'drinks' already, whose children it is among"],
        id="two parents",
    ),
    pytest.param("  children: soda", ["9: categories are to be a list, each with a dash before it"],
                 id="children that are no list"),
    pytest.param("- soda", ["9: each of the categories is to be `id: …` and `name: …`"],
                 id="a category that is a word"),
    pytest.param("  required: organic", ["9: required is to be a list: [one, another]"],
                 id="attributes that are no list"),
    pytest.param("- id: [a\n  name: A", ["10: this is not YAML: did not find expected ',' or ']'"],
                 id="no YAML"),
    pytest.param("- {id: a, name: *n}", ["9: *n is not read: write out what it stands for",
                                         "9: the name of category 'a' is empty"],
                 id="an alias"),
    pytest.param("  required: [organc]\n- {id: food, name: Else}\n- {id: a, name: A, parent: b}",
                 ["9: category 'drinks': there is no attribute 'organc'; did you mean 'organic'?",
                  "10: category 'food' is there already, in line 6",
                  "11: category 'a': its parent 'b' is not there"],
                 id="several at once"),
]  # fmt: skip


def faults(path, **how) -> list[str]:
    """Without the file."""
    with pytest.raises(FaultsError) as found:
        read_taxonomy(path, **how)
    told = [str(fault) for fault in found.value.faults]
    assert all(fault.startswith(f"{path}:") for fault in told)
    return [fault.removeprefix(f"{path}:") for fault in told]


@pytest.mark.parametrize(("added", "expected"), BROKEN)
def test_a_fault_is_told_with_its_line(written, added, expected):
    assert faults(written(HEAD + added + "\n")) == expected


def test_the_same_without_the_broken_line_is_sound(written):
    assert list(read_taxonomy(written(HEAD)).categories) == ["food", "drinks"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("version: 1\ncategories: []", "1: the tree has no categories", id="no tree"),
        pytest.param("categories:\n- {id: a, name: A}", "1: no version: begin with `version: 1`",
                     id="no version"),
        pytest.param("version: 2\ncategories:\n- {id: a, name: A}",
                     "1: version 2 is not read: 1 is", id="a version to come"),
        pytest.param("version: 1\ninherit: maybe\ncategories:\n- {id: a, name: A}",
                     "2: inherit is true or false, not 'maybe'", id="inherit is no maybe"),
        pytest.param("version: 1\nattributes:\n- {id: a, name: A, values: [red, blue, red]}\n"
                     "categories:\n- {id: a, name: A}",
                     "3: value 'red' of attribute 'a' is listed already, in line 3",
                     id="a value twice"),
        pytest.param("version: 1\nattributes:\n- {id: a, name: A}\n- {id: a, name: B}\n"
                     "categories:\n- {id: a, name: A}",
                     "4: attribute 'a' is there already, in line 3", id="an attribute twice"),
        pytest.param("version: 1\ncategories:\n- {id: a, name: A}\n---\nversion: 1",
                     "5: a second document: write one in a file", id="two documents"),
        pytest.param("version: 1\nname: " + "[" * 300,
                     "2: this is not YAML: more than 220 levels of lists and keys",
                     id="bottomless"),
    ],
)  # fmt: skip
def test_a_fault_of_the_whole_is_told_with_its_line(written, text, expected):
    assert faults(written(text)) == [expected]


def test_an_empty_file_has_no_tree(written):
    assert faults(written(""), format="cartvision") == ["1: the tree has no categories"]


def test_a_tree_of_a_hundred_levels_is_sound_and_one_more_is_not(written):
    flat = ["version: 1", "categories:", "- {id: c1, name: C}"]
    flat += [f"- {{id: c{n}, name: C, parent: c{n - 1}}}" for n in range(2, 101)]
    assert len(read_taxonomy(written("\n".join(flat))).categories) == 100
    flat += ["- {id: c101, name: C, parent: c100}", "- {id: c102, name: C, parent: c101}"]
    assert faults(written("\n".join(flat[:2] + flat[:1:-1]))) == [
        "4: category 'c101' lies deeper than 100 levels"
    ]


def test_one_error_tells_the_first_twenty_and_how_many_more(written):
    broken = "".join(f"- {{id: x{n}, name: X{n}, parent: nobody}}\n" for n in range(25))
    with pytest.raises(InputError, match=r"; and 5 more faults$") as found:
        read_taxonomy(written(HEAD + broken))
    assert str(found.value).count("its parent 'nobody' is not there") == 20


def test_ten_thousand_faults_are_told_in_seconds(written):
    broken = "".join(f"- {{id: x{n}, name: X{n}, required: [u{n}]}}\n" for n in range(10_000))
    assert len(faults(written(HEAD + broken))) == 10_000


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("notes.md", "hello", "looks like none of the formats", id="something else"),
        pytest.param("x.yaml", "hello: 1", "looks like none of the formats", id="another YAML"),
    ],
)
def test_what_is_no_taxonomy_is_refused_with_the_formats(written, name, text, said):
    with pytest.raises(InputError, match=said):
        read_taxonomy(written(text, name=name))


def test_a_folder_is_no_file_and_a_file_is_to_be_there(tmp_path):
    with pytest.raises(InputError, match="is a folder, and the google format is lines"):
        read_taxonomy(tmp_path, format="google")
    with pytest.raises(InputError, match="no such file or folder"):
        read_taxonomy(tmp_path / "none.yaml")
    latin = tmp_path / "latin.yaml"
    latin.write_bytes("version: 1\nname: Käse\n".encode("latin-1"))
    with pytest.raises(InputError, match="is no text in UTF-8"):
        read_taxonomy(latin)
