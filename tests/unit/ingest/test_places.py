"""A run writes over nothing that is not its own, and leaves what was there when it fails."""

import fcntl
from pathlib import Path

import pytest

from cartvision.data.reader import open_dataset
from cartvision.errors import InputError, WorkError
from cartvision.flags import parse
from cartvision.ingest.flags import IngestFlags
from unit.ingest.stage import COUNT, Ingest, everything


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "places",
    [
        pytest.param({"dataset": "source"}, id="the dataset is the source"),
        pytest.param({"dataset": "."}, id="the source lies in the dataset"),
        pytest.param({"dataset": "source/made"}, id="the dataset lies in the source"),
        pytest.param({"work": "source"}, id="the workplace is the source"),
        pytest.param({"report": "source/report"}, id="the report lies in the source"),
        pytest.param({"report": "d/report"}, id="the report lies in the dataset"),
        pytest.param({"work": "d/work"}, id="the workplace lies in the dataset"),
        pytest.param({"dataset": "precious"}, id="something else is there"),
    ],
)
def test_what_is_not_its_own_stays(tmp_path, source, ingest, places) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious" / "thesis.txt").write_text("years of work")
    before = content(tmp_path)
    told = {name: tmp_path / place for name, place in places.items()}
    name = str(told.pop("dataset", "d"))
    with pytest.raises(InputError, match=r"lie in each other|lies in --dataset|something else"):
        ingest(source, name=name, **told)
    assert content(tmp_path) == before


def test_a_workplace_of_ones_own_keeps_what_else_is_in_it(source, tmp_path, ingest) -> None:
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "notes.txt").write_text("mine")
    ingest(source, work=tmp_path / "work")
    assert [path.name for path in (tmp_path / "work").iterdir()] == ["notes.txt"]


def test_two_runs_do_not_share_a_workplace(source, tmp_path, ingest) -> None:
    (tmp_path / ".d.work").mkdir()
    with (tmp_path / ".d.work" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(InputError, match="another run is at work"):
            ingest(source)


def test_where_no_picture_comes_in_the_former_dataset_stays(
    source: Path, tmp_path: Path, ingest: Ingest
) -> None:
    before = len(everything(ingest(source)))
    for path in (source / "images").iterdir():
        path.write_bytes(b"")
    with pytest.raises(WorkError, match=f"no picture came in .*{COUNT} × the file has 0 bytes"):
        ingest(source, max_broken=1)
    assert len(everything(open_dataset(tmp_path / "d"))) == before


@pytest.mark.parametrize("memory", ["", "folder"])
def test_a_memory_that_is_a_folder_is_refused_at_once(source, tmp_path, ingest, memory) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(InputError, match="is a folder or bucket: name a file in it"):
        ingest(source, memory=f"{tmp_path / memory}/" if not memory else str(tmp_path / memory))
    assert not (tmp_path / "d").exists()


@pytest.mark.parametrize("dataset", [".", ".."])
def test_a_dataset_has_a_name(dataset: str) -> None:
    given = ["--source", "a", "--format", "coco", "--report", "r", "--dataset", dataset]
    with pytest.raises(InputError, match="name the folder itself"):
        parse(IngestFlags, given, program="ingest")
