"""The bare labels.txt: values in columns without a header, or with one."""

from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.ingest.claims import Hints
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats.labels import FORMAT
from unit.ingest.formats.reading import PICTURE, Told, fill, told


def _told(tmp_path: Path, lines: str | bytes, *attributes: str) -> Told:
    files: dict[str, str | bytes] = {
        "labels.txt": lines,
        "images/a.jpg": PICTURE,
        "b c.jpg": PICTURE,
    }
    return told(FORMAT, fill(tmp_path, files), Hints(attributes=attributes))


@pytest.mark.parametrize(
    ("first", "hints", "names"),
    [
        pytest.param("image cap lid\n", (), ["cap", "lid"], id="a line that begins with image"),
        pytest.param("# cap lid\n", (), ["cap", "lid"], id="a line that begins with #"),
        pytest.param("#image cap lid\n", (), ["cap", "lid"], id="both"),
        pytest.param("", ("cap", "lid"), ["cap", "lid"], id="said by hand"),
        pytest.param("# by Ann on Monday\n", ("cap", "lid"), ["cap", "lid"], id="by hand, comment"),
        pytest.param("", (), ["attribute-1", "attribute-2"], id="nobody says"),
    ],
)
def test_the_names_are_those_of_the_columns(
    tmp_path: Path, first: str, hints: tuple[str, ...], names: list[str]
):
    found = _told(tmp_path, f"{first}a.jpg 1 NA\n", *hints)
    (claim,) = found.claims["images/a.jpg"]
    assert found.attributes == names
    assert claim.attributes == dict(zip(names, ["1", "NA"], strict=True))
    assert claim.box is None


@pytest.mark.parametrize(
    ("line", "picture", "reason"),
    [
        pytest.param(b"a 1 0", "images/a.jpg", None, id="no ending"),
        pytest.param(b"b c.jpg 1 0", "b c.jpg", None, id="a blank in the name"),
        pytest.param(b"a.jpg 1", "images/a.jpg", Reason.WRONG_COLUMNS, id="a value too few"),
        pytest.param(b"a.jpg 1 0 1", "images/a.jpg", Reason.WRONG_COLUMNS, id="a value too many"),
        pytest.param(b"a.jpg", "images/a.jpg", Reason.WRONG_COLUMNS, id="no values"),
        pytest.param("\xa0".encode(), "", Reason.WRONG_COLUMNS, id="a hard blank alone"),
        pytest.param(b"a.jpg 1 \xff", "images/a.jpg", Reason.NOT_TEXT, id="no text"),
    ],
)
def test_a_line_has_a_name_and_its_values(
    tmp_path: Path, line: bytes, picture: str, reason: Reason | None
):
    (claim,) = _told(tmp_path, line, "cap", "lid").claims[picture]
    assert claim.fault == reason


def test_most_lines_tell_how_many_attributes_there_are(tmp_path: Path):
    found = _told(tmp_path, "a.jpg 1\nx.jpg 1 0\ny.jpg 0 1\n")
    assert found.attributes == ["attribute-1", "attribute-2"]
    assert found.faults == {"images/a.jpg": [Reason.WRONG_COLUMNS]}


@pytest.mark.parametrize("files", [{"a.txt": "a 1"}, {"labels.txt": "\n"}])
def test_a_source_of_another_layout_is_refused(tmp_path: Path, files: dict[str, str | bytes]):
    with pytest.raises(InputError, match="the labels format is"):
        told(FORMAT, fill(tmp_path, files))
