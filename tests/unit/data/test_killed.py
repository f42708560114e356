"""A run that is killed while it writes leaves no half dataset, and the next one no debris."""

import subprocess
import sys
from pathlib import Path

import pytest

from cartvision.data.checks import faults
from cartvision.data.picture import Picture, Split
from cartvision.data.reader import open_dataset
from cartvision.data.writer import DatasetWriter
from shelves import picture, write_dataset

PAIRS: list[tuple[Picture, Split]] = [(picture(seed), "train") for seed in range(30)]

WRITE_HALF = """
import sys, time
from pathlib import Path
from shelves import picture, write_dataset
def pairs():
    for seed in range(20):
        yield picture(seed), "train"
    print("half", flush=True)
    time.sleep(60)
write_dataset(Path(sys.argv[1]), pairs(), pictures_per_shard=12)
"""


def kill_half_way(folder: Path) -> None:
    """A process of its own is stopped by SIGKILL when one shard is written and one is open."""
    command = [sys.executable, "-c", WRITE_HALF, str(folder)]
    tests = str(Path(__file__).parents[2])
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": tests}
    ) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "half\n"
        finally:
            process.kill()
    (aside,) = folder.parent.glob(".*.partial")
    assert sorted(path.name for path in aside.iterdir()) == [
        f"train-0000{number}.parquet" for number in range(2)
    ]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_killed_run_leaves_no_folder_and_the_next_no_debris(tmp_path: Path) -> None:
    kill_half_way(tmp_path / "d")
    assert not (tmp_path / "d").exists()
    dataset = write_dataset(tmp_path / "d", PAIRS)
    assert list(faults(dataset)) == []
    assert names(tmp_path) == ["d"]


def test_a_killed_run_leaves_the_earlier_dataset_untouched(tmp_path: Path) -> None:
    write_dataset(tmp_path / "d", PAIRS)
    before = {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()}
    kill_half_way(tmp_path / "d")
    assert {path.name: path.read_bytes() for path in (tmp_path / "d").iterdir()} == before
    write_dataset(tmp_path / "d", PAIRS[:3])
    assert open_dataset(tmp_path / "d").size("train") == 3
    assert names(tmp_path) == ["d"]


def test_a_failure_of_the_last_step_leaves_nothing(tmp_path: Path) -> None:
    """dataset.json is written last, and an object in `made_by` is no JSON."""
    writer = DatasetWriter(tmp_path / "d", attributes=[], taxonomy=[], made_by={"x": object()})
    with pytest.raises(ValueError, match="Unable to serialize"), writer:
        writer.add(picture(1, products=()), split="train")
    assert names(tmp_path) == []
