"""List files: splits by their names, categories by classes.csv."""

from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats.lists import FORMAT
from unit.ingest.formats.reading import PICTURE, Told, fill, told

CLASSES = (
    "Class Name (str),Class ID (int),Coarse Class Name (str),Coarse Class ID (int)\n"
    "Golden,0,Apple,0\nBanana,1,Banana,1\nOat,2,Milk,2\n"
)
FILES: dict[str, str | bytes] = {
    "classes.csv": CLASSES,
    "train.txt": "train/Fruit/Apple/Golden/a.jpg, 0, 0\ntrain/Fruit/Banana/b.jpg, 1, 1\n",
    "val.txt": "milk.jpg 2\n",
    "train/Fruit/Apple/Golden/a.jpg": PICTURE,
    "train/Fruit/Banana/b.jpg": PICTURE,
    "milk.jpg": PICTURE,
}


def _told(tmp_path: Path, **changes: str | bytes) -> Told:
    return told(FORMAT, fill(tmp_path, FILES | changes))


def _categories(found: Told) -> list[str]:
    return [claim.category for claims in found.claims.values() for claim in claims]


def test_a_category_is_department_coarse_class_and_class(tmp_path: Path):
    found = _told(tmp_path)
    assert _categories(found) == ["Fruit > Apple > Golden", "Fruit > Banana", "Milk > Oat"]
    assert found.categories == _categories(found)
    assert list(found.splits.values()) == ["train", "train", "val"]
    assert not found.faults


def test_a_picture_in_the_wrong_folder_is_what_its_label_says(tmp_path: Path):
    found = _told(tmp_path, **{"train.txt": "train/Fruit/Banana/b.jpg, 0, 0\n"})
    assert _categories(found)[0] == "Fruit > Apple > Golden"


def test_iconic_pictures_are_learnt_from(tmp_path: Path):
    header, *classes = CLASSES.splitlines()
    pictures = ["/iconic/golden.jpg", "", "/iconic/gone.jpg"]
    rows = [f"{row},{picture}" for row, picture in zip(classes, pictures, strict=True)]
    table = "\n".join([f"{header},Iconic Image Path (str)", *rows])
    found = _told(tmp_path, **{"classes.csv": table, "iconic/golden.jpg": PICTURE})
    assert found.splits["iconic/golden.jpg"] == "train"
    assert found.claims["iconic/golden.jpg"][0].category == "Fruit > Apple > Golden"
    assert "iconic/gone.jpg" in found.claims  # and not in the source: ingest tells it


def test_a_class_without_an_id_is_none(tmp_path: Path):
    found = _told(tmp_path, **{"classes.csv": CLASSES + "Rice\n", "val.txt": "milk.jpg,\n"})
    assert found.faults == {"milk.jpg": [Reason.UNKNOWN_CLASS]}
    assert "Rice" not in found.categories


def test_without_classes_the_ids_are_the_names(tmp_path: Path):
    files = {key: content for key, content in FILES.items() if key != "classes.csv"}
    assert _categories(told(FORMAT, fill(tmp_path, files))) == ["0 > 0", "1 > 1", "2"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param(b"milk.jpg, 9, 2", Reason.UNKNOWN_CLASS, id="unknown class"),
        pytest.param(b"milk.jpg, 2, 0", Reason.UNKNOWN_CLASS, id="another coarse class"),
        pytest.param(b"milk.jpg", Reason.WRONG_COLUMNS, id="no class"),
        pytest.param(b"milk.jpg, 2, 2, 2", Reason.WRONG_COLUMNS, id="a number too many"),
        pytest.param(b"milk.jpg, 2\n\xc2\xa0", Reason.WRONG_COLUMNS, id="a hard blank alone"),
        pytest.param(
            b'milk.jpg, "' + b"x" * 200_000 + b'"', Reason.WRONG_COLUMNS, id="a cell without end"
        ),
        pytest.param(b"milk.jpg, \xff", Reason.NOT_TEXT, id="no text"),
    ],
)
def test_a_broken_line_costs_itself(tmp_path: Path, line: bytes, reason: Reason):
    assert list(_told(tmp_path, **{"val.txt": line}).faults.values()) == [[reason]]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param({"a.txt": "a, 0"}, "none of the lists", id="no list"),
        pytest.param({**FILES, "classes.csv": "a,b\n0,1\n"}, "Class Name", id="other classes"),
    ],
)
def test_a_source_of_another_layout_is_refused(
    tmp_path: Path, files: dict[str, str | bytes], said: str
):
    with pytest.raises(InputError, match=said):
        told(FORMAT, fill(tmp_path, files))
