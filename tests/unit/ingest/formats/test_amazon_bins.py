"""Bin images: what a bin holds, and how many of each."""

import json
from pathlib import Path
from typing import Any

import pytest

from cartvision.data.picture import Contents
from cartvision.errors import InputError
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats.amazon_bins import FORMAT
from unit.ingest.formats.reading import PICTURE, Told, fill, told

BIN = "bin-images/00001.jpg"


def _item(quantity: Any) -> dict[str, Any]:
    return {"asin": "B001", "name": "A lamp", "quantity": quantity, "weight": {"value": 1.2}}


def _told(tmp_path: Path, held: Any, *, expected: Any = 2) -> Told:
    said = {"BIN_FCSKU_DATA": held, "EXPECTED_QUANTITY": expected}
    return told(FORMAT, fill(tmp_path, {BIN: PICTURE, "metadata/00001.json": json.dumps(said)}))


def test_every_item_is_counted(tmp_path: Path):
    other = {"asin": "B002", "name": None, "quantity": 1}
    found = _told(tmp_path, {"B001": _item(2), "B002": other}, expected=3)
    assert [claim.contents for claim in found.claims[BIN]] == [
        Contents("B001", "A lamp", 2),
        Contents("B002", "", 1),
    ]
    assert not found.faults


def test_an_empty_bin_is_a_picture_without_contents(tmp_path: Path):
    found = _told(tmp_path, {}, expected=0)
    assert (list(found.listed), found.claims, found.faults) == ([BIN], {}, {})


@pytest.mark.parametrize("quantity", [0, -1, 1.5, "2", None, True, 2**40])
def test_a_quantity_that_is_no_count_is_none(tmp_path: Path, quantity: Any):
    found = _told(tmp_path, {"B001": _item(quantity)}, expected=None)
    (claim,) = found.claims[BIN]
    assert claim.contents
    assert claim.contents.quantity == 0  # which no item has: the row is left out


def test_a_bin_that_does_not_add_up_is_left_out(tmp_path: Path):
    found = _told(tmp_path, {"B001": _item(2)}, expected=3)
    assert found.faults == {BIN: [Reason.BAD_QUANTITY]}
    assert "EXPECTED_QUANTITY 3, the items add up to 2" in found.listed[BIN][0].row


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b'{"BIN_FC', Reason.BAD_ANNOTATION, id="cut off"),
        pytest.param(b"{}", Reason.BAD_ANNOTATION, id="no contents"),
        pytest.param(b'{"BIN_FCSKU_DATA": [1]}', Reason.BAD_ANNOTATION, id="a list"),
        pytest.param(b"[" * 100_000, Reason.BAD_ANNOTATION, id="too deep"),
        pytest.param(b'{"BIN_FCSKU_DATA": {"\xff": {}}}', Reason.NOT_TEXT, id="no text"),
    ],
)
def test_broken_metadata_costs_its_picture(tmp_path: Path, content: bytes, reason: Reason):
    found = told(FORMAT, fill(tmp_path, {BIN: PICTURE, "metadata/00001.json": content}))
    assert found.faults == {BIN: [reason]}


def test_half_a_pair_is_told_of(tmp_path: Path):
    files: dict[str, str | bytes] = {BIN: PICTURE, "metadata/00002.json": '{"BIN_FCSKU_DATA": {}}'}
    found = told(FORMAT, fill(tmp_path, files))
    assert found.faults == {BIN: [Reason.BAD_ANNOTATION]}
    assert "bin-images/00002.jpg" in found.listed


def test_a_source_of_another_layout_is_refused(tmp_path: Path):
    with pytest.raises(InputError, match=r"no metadata/\*\.json"):
        told(FORMAT, fill(tmp_path, {BIN: PICTURE}))
