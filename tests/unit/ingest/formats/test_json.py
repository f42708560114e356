"""JSON in pieces: every value arrives as json.loads would give it, however the file is cut."""

import json
from pathlib import Path

import pytest

from cartvision.ingest.formats import _json
from cartvision.ingest.formats._json import BrokenJsonError, items

TREE = {
    "info": {"by": "nobody", "count": 12},
    "images": [{"id": 1, "name": "ä → ☂"}, {"id": 2, "deep": [[{}], [1.5, -2e-3]]}],
    "none": [],
    "numbers": [1, 22, 333, -4.5],
    "text": "]}{[",
    "last": 12345,
}


def _pairs(path: Path) -> list[tuple[str, object]]:
    return [(item.key, item.value) for item in items(path)]


@pytest.mark.parametrize("chunk", [1, 2, 3, 7, 1 << 20])
@pytest.mark.parametrize("indent", [pytest.param(None, id="dense"), pytest.param(2, id="spaced")])
def test_it_does_not_matter_where_the_file_is_cut(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int, indent: int | None
):
    monkeypatch.setattr(_json, "CHUNK", chunk)
    (tmp_path / "a.json").write_text(json.dumps(TREE, indent=indent, ensure_ascii=False))
    read: dict[str, list[object]] = {}
    for key, value in _pairs(tmp_path / "a.json"):
        read.setdefault(key, []).append(value)
    wanted = {key: value if isinstance(value, list) else [value] for key, value in TREE.items()}
    assert read == wanted | {"none": [[]]}


def test_a_list_at_the_top_has_no_name(tmp_path: Path):
    (tmp_path / "a.json").write_text('[{"a": 1}, 2]')
    assert _pairs(tmp_path / "a.json") == [("", {"a": 1}), ("", 2)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_every_unicode_encoding_is_read(tmp_path: Path, encoding: str):
    (tmp_path / "a.json").write_text('{"name": ["Käse"]}', encoding=encoding)
    assert _pairs(tmp_path / "a.json") == [("name", "Käse")]


def test_numbers_that_python_writes_are_read(tmp_path: Path):
    (tmp_path / "a.json").write_text("[[NaN, Infinity]]")
    ((_, (first, second)),) = _pairs(tmp_path / "a.json")
    assert (str(first), second) == ("nan", float("inf"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'["caf\xe9"]', id="Latin-1"),
        pytest.param(rb'["a\ud800b"]', id="half a character"),
    ],
)
def test_an_item_that_is_no_text_says_so(tmp_path: Path, content: bytes):
    (tmp_path / "a.json").write_bytes(content)
    (item,) = items(tmp_path / "a.json")
    assert not item.is_text
    item.value.encode()  # what is left can be written


def test_a_character_in_two_halves_is_whole(tmp_path: Path):
    (tmp_path / "a.json").write_bytes(rb'["\ud83c\udf4e"]')
    (item,) = items(tmp_path / "a.json")
    assert (item.value, item.is_text) == ("🍎", True)


@pytest.mark.parametrize(
    ("content", "before"),
    [
        pytest.param("", 0, id="empty"),
        pytest.param("hello", 0, id="no JSON"),
        pytest.param('{"a": [1, {"b": 2', 1, id="cut in a list"),
        pytest.param('{"a": [1], "b"', 1, id="cut after a name"),
        pytest.param('{"a": [1 2]}', 1, id="no comma"),
        pytest.param("{1: [2]}", 0, id="a name that is none"),
        pytest.param("[" * 100_000, 0, id="too deep"),
        pytest.param("[" + "9" * 10_000 + "]", 0, id="a number without end"),
    ],
)
def test_what_stands_before_a_break_is_read(tmp_path: Path, content: str, before: int):
    (tmp_path / "a.json").write_text(content)
    found = []
    with pytest.raises(BrokenJsonError):
        found.extend(items(tmp_path / "a.json"))  # what was read by then is in the list
    assert len(found) == before
