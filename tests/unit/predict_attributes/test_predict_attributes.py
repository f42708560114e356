import json

import pytest

from cartvision.errors import InputError
from cartvision.predict_attributes.__main__ import main
from cartvision.predict_attributes.flags import PredictAttributesFlags
from cartvision.predict_attributes.told import Attribute
from shelves import ATTRIBUTES, jpeg

TREE = """
version: 1
name: Corner
attributes:
  - {id: has_cap, name: Has a cap}
  - {id: organic, name: Organic}
categories:
  - id: drinks
    name: Drinks
    required: [organic]
    children: [{id: soda, name: Soda, required: [has_cap]}]
"""


@pytest.fixture
def image(tmp_path):
    (tmp_path / "can.jpg").write_bytes(jpeg(0))
    return tmp_path / "can.jpg"


def ask(capsys, *images, **told) -> str:
    main(PredictAttributesFlags(image=list(images), **told))
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("probability", "yes", "no", "word"),
    [
        pytest.param(0.7, 0.7, 0.4, "yes", id="at the threshold"),
        pytest.param(0.69, 0.7, 0.4, "unknown", id="between"),
        pytest.param(0.4, 0.7, 0.4, "no", id="at the other"),
        pytest.param(0.5, 0.5, 0.5, "yes", id="they are one, and yes goes first"),
        pytest.param(0.99, None, 0.4, "unknown", id="yes is never said"),
        pytest.param(0.01, 0.7, None, "unknown", id="no is never said"),
    ],
)
def test_each_attribute_has_its_own_thresholds(probability, yes, no, word):
    assert Attribute("has_cap", probability, yes, no).word == word


def test_what_is_told_stands_beside_its_threshold(trained, image, capsys):
    said = ask(capsys, image, model=trained.attributes)
    assert said.startswith(f"{image}: Drinks > Soda (")
    for name in ATTRIBUTES:
        (line,) = [row for row in said.splitlines() if row.strip().startswith(name)]
        assert "yes from" in line
        assert "no up to" in line


def test_what_the_category_requires_and_nobody_knows_is_told(trained, image, tmp_path, capsys):
    (tmp_path / "tree.yaml").write_text(TREE)
    taxonomy = tmp_path / "tree.yaml"
    said = ask(capsys, image, model=trained.attributes, taxonomy=taxonomy, json=True)
    (told,) = json.loads(said)
    assert told["category"] == "Drinks > Soda"
    assert told["required"] == ["organic", "has_cap"]
    assert told["still_unknown"] == ["organic"]
    assert told["attributes"].keys() == set(ATTRIBUTES)


def test_people_are_told_it_in_a_line(trained, image, tmp_path, capsys):
    (tmp_path / "tree.yaml").write_text(TREE)
    said = ask(capsys, image, model=trained.attributes, taxonomy=tmp_path / "tree.yaml")
    assert "\n  required here: organic, has_cap; still unknown: organic\n" in said


def test_a_tree_that_ends_above_the_category_tells_what_is_required_there(
    trained, image, tmp_path, capsys
):
    (tmp_path / "tree.yaml").write_text(TREE.replace("name: Soda", "name: Lemonade"))
    said = ask(capsys, image, model=trained.attributes, taxonomy=tmp_path / "tree.yaml", json=True)
    assert json.loads(said)[0]["still_unknown"] == ["organic"]


def test_without_a_tree_nobody_can_say_what_is_missing(trained, image, capsys):
    said = ask(capsys, image, model=trained.attributes, json=True)
    assert json.loads(said)[0]["still_unknown"] is None


def test_a_tree_of_other_categories_is_refused(trained, image, tmp_path, capsys):
    (tmp_path / "tree.yaml").write_text(TREE.replace("name: Drinks", "name: Tools"))
    with pytest.raises(InputError, match="nothing of 'Drinks > Soda'"):
        ask(capsys, image, model=trained.attributes, taxonomy=tmp_path / "tree.yaml")


def test_one_broken_picture_does_not_keep_the_others(trained, image, tmp_path, capsys):
    (tmp_path / "broken.jpg").write_bytes(b"no picture")
    with pytest.raises(InputError, match="1 of 2 pictures not answered"):
        ask(capsys, tmp_path / "broken.jpg", image, model=trained.attributes)
    assert "Drinks > Soda" in capsys.readouterr().out


def test_a_folder_of_another_model_is_refused(trained, image, capsys):
    with pytest.raises(InputError, match="train-attributes"):
        ask(capsys, image, model=trained.detector)
