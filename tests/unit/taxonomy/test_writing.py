"""Our own YAML: the same tree, the same bytes, and back again."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from cartvision.data.picture import BETWEEN
from cartvision.taxonomy.reading import read_taxonomy
from cartvision.taxonomy.tree import About, Attribute, Category, Taxonomy, Value
from cartvision.taxonomy.writing import to_yaml

names = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    min_size=1,
    max_size=8,
).filter(lambda name: name == name.strip() and BETWEEN not in f" {name} ")
values = st.lists(st.builds(Value, names, names), max_size=3, unique_by=lambda value: value.id)
attributes = st.lists(
    st.builds(Attribute, names, names, st.just("") | names, st.builds(tuple, values)),
    max_size=3,
    unique_by=lambda attribute: attribute.id,
)


@st.composite
def trees(draw: st.DrawFn) -> Taxonomy:
    asked = {one.id: one for one in draw(attributes)}
    ids = draw(st.lists(names, min_size=1, max_size=12, unique=True))
    titles = draw(st.lists(names, min_size=len(ids), max_size=len(ids), unique=True))
    parents = [
        draw(st.sampled_from(["", *ids[:number]])) if number else "" for number in range(len(ids))
    ]
    found: dict[str, Category] = {}
    waiting = [id for id, parent in zip(ids, parents, strict=True) if not parent][::-1]
    while waiting:  # parents before their children, in the order of ids
        id = waiting.pop()
        parent = parents[ids.index(id)]
        children = [child for child, above in zip(ids, parents, strict=True) if above == id]
        said = draw(st.permutations(list(asked)))
        cut = draw(st.integers(0, len(said)))
        end = draw(st.integers(cut, len(said)))
        name = titles[ids.index(id)]
        path = BETWEEN.join([found[parent].path, name]) if parent else name
        found[id] = Category(
            id, name, path, parent, tuple(children), tuple(said[:cut]), tuple(said[cut:end])
        )
        waiting += children[::-1]
    about = About(draw(names), draw(st.just("") | names), draw(st.just("") | names))
    return Taxonomy(about, found, asked, draw(st.booleans()))


def again(text: str) -> Taxonomy:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tree.yaml"
        file.write_bytes(text.encode())
        return read_taxonomy(file)


@settings(deadline=None, max_examples=60)
@given(tree=trees())
def test_what_is_written_is_read_as_the_same_tree_and_written_in_the_same_bytes(tree):
    written = to_yaml(tree)
    read = again(written)
    assert read == tree
    assert list(read.categories) == list(tree.categories)
    assert to_yaml(read) == written


@settings(deadline=None, max_examples=60)
@given(tree=trees())
def test_every_category_lies_in_a_root(tree):
    for category in tree.categories.values():
        line = [*tree.ancestors(category), category]
        assert line[0] in tree.roots
        assert BETWEEN.join(one.name for one in line) == category.path
        assert tree.by_path(category.path) is category


def test_words_that_yaml_takes_for_numbers_and_truths_stay_words():
    tree = Taxonomy(
        About("no"),
        {"007": Category("007", "yes", "yes", allowed=("1.0",))},
        {"1.0": Attribute("1.0", "null", values=(Value("on", "off"), Value("~", "~")))},
    )
    assert again(to_yaml(tree)) == tree


def test_a_hundred_levels_are_written_and_read():
    tree = Taxonomy.of_paths([BETWEEN.join(["C"] * 100)], name="deep")
    assert again(to_yaml(tree)).paths() == tree.paths()


def test_it_is_pleasant_to_read():
    tree = Taxonomy(
        About("Corner store", licence="CC0-1.0"),
        {
            "drinks": Category(
                "drinks", "Drinks", "Drinks", "", ("soda",), ("organic",), ("pack",)
            ),
            "soda": Category("soda", "Soda", "Drinks > Soda", "drinks"),
        },
        {
            "organic": Attribute("organic", "Organic"),
            "pack": Attribute(
                "pack", "Pack", "Of what", (Value("can", "can"), Value("pet", "PET"))
            ),
        },
    )
    assert to_yaml(tree).splitlines() == [
        "version: 1",
        "name: Corner store",
        "licence: CC0-1.0",
        "attributes:",
        "- {id: organic, name: Organic}",
        "- id: pack",
        "  name: Pack",
        "  description: Of what",
        "  values:",
        "  - can",
        "  - {id: pet, name: PET}",
        "categories:",
        "- id: drinks",
        "  name: Drinks",
        "  required: [organic]",
        "  allowed: [pack]",
        "  children:",
        "  - {id: soda, name: Soda}",
    ]
