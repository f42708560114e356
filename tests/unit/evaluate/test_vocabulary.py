"""A model that knows none of the dataset's attributes says so, instead of a macro F1 of nothing."""

import pytest

from cartvision.data.writer import DatasetWriter
from cartvision.evaluate.__main__ import main
from cartvision.evaluate.doubts.vocabulary import vocabulary
from cartvision.evaluate.flags import EvaluateFlags
from cartvision.reports.metrics import read_report
from unit.evaluate.conftest import picture, shelf


@pytest.mark.parametrize(
    ("labelled", "known", "alarming"),
    [
        pytest.param(["open", "red"], ["offen", "rot"], True, id="none is shared"),
        pytest.param(["open", "red"], ["Open"], True, id="another spelling"),
        pytest.param(["open", "red"], ["red", "rot"], False, id="one is shared"),
        pytest.param(["open", "red"], [], False, id="the model has none"),
        pytest.param([], ["open"], False, id="the dataset has none"),
    ],
)
def test_attributes_of_which_none_is_shared_are_an_alarm(labelled, known, alarming):
    assert bool(vocabulary(labelled=labelled, known=known)) == alarming


def test_many_names_are_told_in_part():
    (alarm,) = vocabulary(labelled=[f"a{number}" for number in range(1, 11)], known=["rot"])
    assert "attributes a1, a2, a3, a4, a5, a6, a7, a8 and 2 more; it knows rot:" in alarm.text


def test_the_doubt_is_in_the_report(tmp_path, export):
    given = tmp_path / "given"
    with DatasetWriter(given, attributes=["dented", "wet"], taxonomy=[], made_by={}) as writer:
        for number in range(2):
            writer.add(picture(number, shelf()), split="test")
    out = tmp_path / "report"
    main(EvaluateFlags(dataset=given, candidate=export(), report=out, draws=20, calls=0))
    (doubt,) = [one for one in read_report(out).doubts if one.kind == "unknown-attributes"]
    assert doubt.text == (
        "the model knows none of the dataset's attributes dented, wet; it knows open, red: "
        "are they the same vocabulary?"
    )
