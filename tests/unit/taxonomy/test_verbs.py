"""`cartvision taxonomy`: what people see, and the codes that scripts see."""

import sys

import pytest

from cartvision.flags import run
from cartvision.taxonomy.__main__ import main
from cartvision.taxonomy.flags import TaxonomyFlags, formats
from cartvision.taxonomy.reading import read_taxonomy

STORE = """
    version: 1
    name: Corner store
    edition: "2030"
    licence: CC0-1.0
    attributes:
      - {id: organic, name: Organic}
      - {id: vegan, name: Vegan}
      - {id: taste, name: Taste, values: [apple, berry, cherry, lemon, lime, mango, orange]}
    categories:
      - id: drinks
        name: Drinks
        required: [organic]
        children:
          - id: soda
            name: Soda
            allowed: [taste]
            children: [{id: cola, name: Cola}]
          - {id: water, name: Water}
      - {id: bread, name: Bread}
"""


@pytest.fixture
def store(written):
    return written(STORE)


@pytest.fixture
def taxonomy(monkeypatch, capsys):
    def verb(*arguments: object) -> tuple[int, str, str]:
        """Exit code, stdout and stderr."""
        monkeypatch.setattr(sys, "argv", ["cartvision taxonomy", *map(str, arguments)])
        code = 0
        try:
            run(main, TaxonomyFlags)
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, *capsys.readouterr()

    return verb


def test_show_is_the_tree_with_its_counts(taxonomy, store):
    code, shown, _ = taxonomy("show", store)
    assert code == 0
    assert shown.splitlines() == [
        "Corner store 2030 (CC0-1.0): 5 categories, 3 levels, 3 leaves; 3 attributes, 11 values",
        "",
        "category  id      below  required  allowed",
        "Drinks    drinks      3         1",
        "  Soda    soda        1         1        1",
        "  Water   water                 1",
        "Bread     bread",
    ]


@pytest.mark.parametrize(
    ("depth", "expected"),
    [pytest.param(1, 2, id="the top"), pytest.param(0, 5, id="all of it")],
)
def test_show_cuts_the_tree_at_a_level(taxonomy, store, depth, expected):
    _, shown, _ = taxonomy("show", store, "--depth", depth)
    assert len(shown.splitlines()) == 3 + expected


@pytest.mark.parametrize("word", ["soda", "Drinks > Soda"])
def test_show_of_a_category_says_where_each_attribute_comes_from(taxonomy, store, word):
    _, shown, _ = taxonomy("show", store, "--category", word)
    assert shown.splitlines() == [
        "Drinks > Soda",
        "",
        "id        soda",
        "below     Cola",
        "",
        "required  1",
        "  Organic  organic  yes, no  from Drinks",
        "",
        "allowed  1",
        "  Taste  taste  apple, berry, cherry, lemon, lime, mango, … 7 in all  its own",
    ]


def test_check_of_a_sound_tree_is_ok_with_counts(taxonomy, store):
    code, shown, _ = taxonomy("check", store)
    assert (code, shown) == (
        0,
        "ok: 5 categories, 3 levels, 3 leaves; 3 attributes, 11 values\n",
    )


def test_check_of_a_broken_tree_is_every_fault_in_a_line(taxonomy, written):
    file = written(STORE.replace("bread", "soda").replace("[organic]", "[organc]"))
    code, shown, said = taxonomy("check", file)
    assert code == 2
    assert shown.splitlines() == [
        f"{file}:12: category 'drinks': there is no attribute 'organc'; did you mean 'organic'?",
        f"{file}:19: category 'soda' is there already, in line 14",
    ]
    assert said == f"cartvision taxonomy: error: {file} is broken; faults, see above: 2\n"


def test_show_of_a_broken_tree_is_one_line_with_all_of_them(taxonomy, written):
    file = written(STORE.replace("bread", "soda").replace("[organic]", "[organc]"))
    code, shown, said = taxonomy("show", file)
    assert (code, shown, said.count("\n")) == (2, "", 1)
    assert f"{file}:12: " in said
    assert f"; {file}:19: " in said


def test_import_writes_ours_and_says_whose_it_was(taxonomy, store, tmp_path):
    out = tmp_path / "new" / "out.yaml"
    code, said, _ = taxonomy("import", store, "--out", out)
    assert code == 0
    assert said == f"{out}: 5 categories, 3 levels, 3 leaves; 3 attributes, 11 values\n"
    assert read_taxonomy(out) == read_taxonomy(store)
    assert out.read_text().startswith(
        "version: 1\nname: Corner store\nedition: '2030'\nlicence: CC0"
    )


def test_import_of_a_branch_takes_along_what_it_inherits(taxonomy, store, tmp_path):
    out = tmp_path / "out.yaml"
    taxonomy("import", store, "--out", out, "--under", "Drinks > Soda")
    part, whole = read_taxonomy(out), read_taxonomy(store)
    assert part.paths() == ["Soda", "Soda > Cola"]
    assert list(part.attributes) == ["organic", "taste"]
    for id in part.categories:
        there, here = whole.attributes_of(whole.by_id(id)), part.attributes_of(part.by_id(id))
        assert [one[:2] for one in here] == [one[:2] for one in there]


def test_import_of_the_first_levels_leaves_out_what_only_lower_ones_ask(taxonomy, store, tmp_path):
    out = tmp_path / "out.yaml"
    taxonomy("import", store, "--out", out, "--depth", 1)
    assert read_taxonomy(out).paths() == ["Bread", "Drinks"]
    assert list(read_taxonomy(out).attributes) == ["organic"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param([], "say what to do: show, check or import", id="no verb"),
        pytest.param(["show", "none.yaml"], "none.yaml: no such file or folder", id="no file"),
        pytest.param(
            ["check", "x", "--format", "amazon"],
            f"--format: no format amazon; there are {', '.join(formats())}",
            id="no such format",
        ),
    ],
)
def test_what_cannot_be_done_is_one_line(taxonomy, arguments, expected):
    code, _, said = taxonomy(*arguments)
    assert code == 2
    assert said.startswith(f"cartvision taxonomy: error: {expected}")


def test_a_file_where_a_folder_belongs_and_a_folder_where_a_file_does(taxonomy, store, tmp_path):
    code, _, said = taxonomy("check", store, "--format", "shopify")
    assert code == 2
    assert f"{store} is a file, and the shopify format is a folder" in said
    code, _, said = taxonomy("import", store, "--out", tmp_path)
    assert code == 2
    assert f"{tmp_path} is a folder: say --out FILE.yaml" in said


def test_there_are_formats():
    assert formats() == ["cartvision", "google", "gpc", "shopify"]
