"""card.json: what a model may be used for goes with it."""

import pytest

from cartvision.models.card import Card, read_card, write_card


def card(*licences: str) -> Card:
    return Card(
        kind="detector", dataset="f" * 64, licences=[*licences], seed=1, settings={}, metrics={}
    )


@pytest.mark.parametrize(
    ("licences", "expected"),
    [
        pytest.param(["MIT", "CC0-1.0"], "commercial", id="free"),
        pytest.param(["MIT", "CC-BY-NC-4.0"], "non-commercial", id="one is not"),
        pytest.param(["MIT", ""], "unknown", id="one was not told"),
    ],
)
def test_the_strictest_licence_of_its_pictures_is_the_models(licences, expected) -> None:
    assert card(*licences).licence_class == expected


def test_a_card_is_read_as_it_was_written(tmp_path) -> None:
    write_card(card("MIT"), tmp_path)
    assert '"licence_class": "commercial"' in (tmp_path / "card.json").read_text()
    assert read_card(tmp_path) == card("MIT")
