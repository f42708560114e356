"""GS1's classification: the same tree from JSON and from XML."""

import json

import pytest

from cartvision.errors import InputError
from cartvision.taxonomy.reading import read_taxonomy

YES = ("30000001", "YES")
NO = ("30000002", "NO")


def node(level: int, code: int, title: str, *childs: dict, active: bool = True) -> dict:
    """As GS1's browser writes it: codes are numbers."""
    return {"Level": level, "Code": code, "Title": title, "Definition": f"of {title}",
            "DefinitionExcludes": None, "Active": active, "Childs": list(childs)}  # fmt: skip


def organic(*values: tuple[str, str]) -> dict:
    return node(5, 20000142, "If Organic", *(node(6, int(code), name) for code, name in values))


def published() -> dict:
    milk = node(4, 10000025, "Milk (Perishable)", organic(YES))
    cream = node(4, 10000026, "Cream", organic(YES, NO))
    gone = node(4, 10000027, "Whey", active=False)
    kind = node(3, 50131700, "Milk/Milk Substitutes", milk, cream, gone)
    dairy = node(2, 50130000, "Milk/Butter/Cream", kind)
    return {
        "LanguageCode": "EN",
        "DateUtc": "27/11/2025",
        "Schema": [node(1, 50000000, "Food/Beverage ", dairy), node(1, 10000000, "Pet Care")],
    }


XML = """
    <?xml version="1.0" encoding="utf-8"?>
    <schema languageCode="EN" dateUtc="27/11/2025">
      <segment code="50000000" text="Food/Beverage" definition="of Food/Beverage">
        <family code="50130000" text="Milk/Butter/Cream" active="true">
          <class code="50131700" text="Milk/Milk Substitutes">
            <brick code="10000025" text="Milk (Perishable)">
              <attType code="20000142" text="If Organic" definition="of If Organic">
                <attValue code="30000001" text="YES"/>
              </attType>
            </brick>
            <brick code="10000026" text="Cream">
              <attType code="20000142" text="If Organic">
                <attValue code="30000001" text="YES"/>
                <attValue code="30000002" text="NO"/>
              </attType>
            </brick>
            <brick code="10000027" text="Whey" active="false"/>
          </class>
        </family>
      </segment>
      <segment code="10000000" text="Pet Care"/>
    </schema>
"""


@pytest.fixture(params=["json", "xml"])
def gpc(request, written):
    text = json.dumps(published(), indent=1) if request.param == "json" else XML
    return read_taxonomy(written(text, name=f"gpc.{request.param}"))


def test_segments_families_classes_and_bricks_are_the_tree(gpc):
    assert gpc.paths() == [
        "Food/Beverage",
        "Food/Beverage > Milk/Butter/Cream",
        "Food/Beverage > Milk/Butter/Cream > Milk/Milk Substitutes",
        "Food/Beverage > Milk/Butter/Cream > Milk/Milk Substitutes > Cream",
        "Food/Beverage > Milk/Butter/Cream > Milk/Milk Substitutes > Milk (Perishable)",
        "Pet Care",
    ]
    assert gpc.about.edition == "27/11/2025 EN"


def test_a_bricks_attributes_are_allowed(gpc):
    (asked,) = gpc.attributes_of(gpc.by_id("10000025"))
    assert (asked.attribute.name, asked.is_required) == ("If Organic", False)
    assert asked.attribute.description == "of If Organic"


def test_an_attribute_has_the_values_of_all_its_bricks(gpc):
    assert gpc.attributes["20000142"].values == (YES, NO)


def lines_of(text: str, said: str) -> int:
    return text[: text.index(said)].count("\n") + 1


def test_a_fault_of_the_json_has_the_line_of_its_code(written):
    broken = published()
    broken["Schema"].append(node(1, 70000000, "Pet Care"))
    text = json.dumps(broken, indent=1)
    line = lines_of(text, '"Code": 70000000')
    with pytest.raises(InputError, match=rf":{line}: there is a 'Pet Care' at the top already"):
        read_taxonomy(written(text, name="gpc.json"))


def test_a_fault_of_the_xml_has_its_line(written):
    line = lines_of(XML.strip(), '<segment code="10000000"')
    text = XML.replace('"Pet Care"', '"Food/Beverage"')
    with pytest.raises(InputError, match=rf":{line}: there is a 'Food/Beverage' at the top"):
        read_taxonomy(written(text, name="gpc.xml"))


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        pytest.param("g.json", '{"Schema": [', ":1: this is not JSON", id="cut JSON"),
        pytest.param("g.json", '{"Schema": 1}', 'there is no list "Schema"', id="another JSON"),
        pytest.param("g.json", '{"Schema": [{"Title": "x"}]}', ":1: a node has no Code",
                     id="a node without a code"),
        pytest.param("g.json", '{"Schema": [{"Code": 1, "Level": 2, "Title": "x"}]}',
                     ":1: 1 is of level 2, and lies in level 0", id="a level left out"),
        pytest.param("g.json", '{"Schema": ' + "[" * 100_000, "in each other too deep to be read",
                     id="bottomless lists"),
        pytest.param("g.json", '{"Schema": [' + '{"Code": 1, "Childs": [' * 300 + "]}" * 300 + "]}",
                     ":1: 1 is a value, of level 6, and has Childs", id="bottomless nodes"),
        pytest.param("g.xml", "<schema>\n<segment", ":2: this is not XML", id="cut XML"),
        pytest.param("g.xml", "<schema>\n<family code='1'/></schema>", ":2: <family> has no code",
                     id="a family in no segment"),
    ],
)  # fmt: skip
def test_a_broken_file_is_refused_with_the_line(written, name, text, said):
    with pytest.raises(InputError, match=said):
        read_taxonomy(written(text, name=name), format="gpc")
