"""What lies where the report shall be is replaced if it is an earlier report, and nothing else."""

from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.evaluate.__main__ import main
from cartvision.evaluate.flags import EvaluateFlags
from cartvision.reports.metrics import read_report
from unit.evaluate.conftest import BOXES


def evaluate(dataset, candidate, report, **more):
    quick = {"draws": 20, "calls": 0, **more}
    main(EvaluateFlags(dataset=dataset, candidate=candidate, report=report, **quick))


def contents(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "wedding.jpg").write_bytes(b"the only one")
    return folder


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("photos", id="somebody's photos"),
        pytest.param("dataset", id="the dataset"),
        pytest.param("export", id="the candidate"),
        pytest.param("", id="the folder that holds all of them"),
    ],
)
def test_what_is_no_report_is_refused_and_untouched(tmp_path, dataset, export, photos, place):
    candidate = export()
    before = contents(tmp_path)
    with pytest.raises(InputError, match=f"--report {tmp_path / place} holds something else"):
        evaluate(dataset, candidate, tmp_path / place)
    assert contents(tmp_path) == before
    assert photos / "wedding.jpg" in before


def test_where_one_stands_is_refused_by_its_name(dataset, export, photos, monkeypatch):
    candidate = export()
    monkeypatch.chdir(photos)
    with pytest.raises(InputError, match=f"--report {photos} holds something else"):
        evaluate(dataset, candidate, Path())
    assert (photos / "wedding.jpg").read_bytes() == b"the only one"


def test_it_is_refused_before_anything_is_read(tmp_path, photos):
    with pytest.raises(InputError, match="holds something else"):
        evaluate(tmp_path / "nowhere", tmp_path / "nothing", photos)


def test_an_empty_folder_is_filled_where_one_stands_in_it(tmp_path, dataset, export, monkeypatch):
    candidate = export()
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    evaluate(dataset, candidate, Path())
    assert read_report(tmp_path / "here").overall["recall"].value == 1


def test_an_earlier_report_is_replaced(tmp_path, dataset, export):
    evaluate(dataset, export(), tmp_path / "report")
    (tmp_path / "report" / "note.txt").write_text("of the earlier one")
    worse = export("worse", boxes=BOXES[:2], scores=(0.9, 0.8), said=((0.9, 0.1),) * 2)
    evaluate(dataset, worse, tmp_path / "report")
    assert read_report(tmp_path / "report").overall["recall"].value == pytest.approx(2 / 3)
    assert not (tmp_path / "report" / "note.txt").exists()
