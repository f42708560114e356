"""A run that is killed leaves whole portions or nothing, and the next one goes on after them."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from cartvision.augment.__main__ import main
from cartvision.augment.flags import AugmentFlags
from cartvision.data.checks import faults
from cartvision.data.reader import open_dataset
from cartvision.errors import InputError
from shelves import picture, write_dataset

PICTURES = 64  # eight runs of rows
PATIENCE = 60  # seconds


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("given") / "d"
    write_dataset(folder, [(picture(seed), "train") for seed in range(PICTURES)])
    return folder


@pytest.fixture(scope="module")
def undisturbed(given: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    return fingerprint(given, tmp_path_factory.mktemp("out") / "whole")


def fingerprint(given: Path, out: Path, **told: object) -> str:
    main(AugmentFlags(dataset=given, out=out, **told))
    return open_dataset(out).info.fingerprint


def killed(given: Path, out: Path, *, workers: int = 1) -> Path:
    """A run killed after its first portion; where its finished portions are."""
    portions = out.with_name(f".{out.name}.portions")
    told = ["--dataset", str(given), "--out", str(out), "--workers", str(workers)]
    with subprocess.Popen([sys.executable, "-m", "cartvision.augment", *told]) as process:
        wait_for(lambda: list(portions.glob("0*.json")))
        process.send_signal(signal.SIGKILL)
    assert not out.exists()
    return portions


def wait_for(found: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end
        time.sleep(0.005)


def written(portions: Path) -> dict[str, int]:
    return {note.name: note.stat().st_mtime_ns for note in portions.glob("0*.json")}


@pytest.mark.parametrize("workers", [1, 2])
def test_a_killed_run_goes_on_and_ends_as_an_undisturbed_one(
    given, undisturbed, tmp_path, workers, monkeypatch
) -> None:
    portions = killed(given, tmp_path / "d", workers=workers)
    kept = written(portions)
    assert 0 < len(kept) < 8
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)  # they would be cleared at the end
    assert fingerprint(given, tmp_path / "d") == undisturbed
    assert kept.items() <= written(portions).items()


def test_nothing_is_left_after_a_run_that_ended(given, tmp_path) -> None:
    fingerprint(given, tmp_path / "d", copies=2)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d", "d-report"]


def test_portions_of_other_settings_are_not_taken(given, undisturbed, tmp_path) -> None:
    killed(given, tmp_path / "d")
    assert fingerprint(given, tmp_path / "d", seed=8) != undisturbed
    assert fingerprint(given, tmp_path / "d", seed=8) == fingerprint(given, tmp_path / "e", seed=8)


def test_a_half_written_portion_is_not_taken(given, undisturbed, tmp_path) -> None:
    portions = killed(given, tmp_path / "d")
    for note in portions.glob("0*.json"):
        note.unlink()
    (portions / "000003.partial").write_bytes(b"half")
    assert fingerprint(given, tmp_path / "d") == undisturbed


def test_a_run_stopped_while_it_is_put_together_keeps_its_portions(
    given, undisturbed, tmp_path, monkeypatch
) -> None:
    portions = tmp_path / ".d.portions"

    def disk_is_full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("cartvision.augment.filling.assemble", disk_is_full)
        with pytest.raises(OSError, match="No space left"):
            fingerprint(given, tmp_path / "d")
    kept = written(portions)
    assert len(kept) == 8
    monkeypatch.setattr("shutil.rmtree", lambda *_, **__: None)
    assert fingerprint(given, tmp_path / "d") == undisturbed
    assert written(portions) == kept


def test_a_note_without_its_portion_is_not_taken(given, undisturbed, tmp_path) -> None:
    portions = killed(given, tmp_path / "d")
    for file in portions.glob("0*.parquet"):
        file.unlink()
    assert fingerprint(given, tmp_path / "d") == undisturbed


def test_portions_of_the_same_rows_in_another_order_are_not_taken(undisturbed, tmp_path) -> None:
    """The dataset's fingerprint is the same, but a portion's number means other pictures."""
    rows = [(picture(seed), "train") for seed in range(PICTURES)]
    write_dataset(tmp_path / "given", rows)
    killed(tmp_path / "given", tmp_path / "d")
    write_dataset(tmp_path / "given", rows[::-1])
    assert fingerprint(tmp_path / "given", tmp_path / "d") == undisturbed
    assert list(faults(open_dataset(tmp_path / "d"))) == []


def test_workers_end_when_the_run_is_killed(given, tmp_path) -> None:
    killed(given, tmp_path / "d", workers=2)
    wait_for(lambda: str(tmp_path) not in commands_of_all())


def commands_of_all() -> str:
    """Workers inherit no command line of ours: they are known by their open files."""
    links = [link for fd in Path("/proc").glob("[0-9]*/fd") for link in open_files(fd)]
    return "\n".join(links)


def open_files(fd: Path) -> list[str]:
    try:
        return [str(link.readlink()) for link in fd.iterdir()]
    except OSError:
        return []


def test_two_runs_do_not_write_the_same_dataset(given, tmp_path) -> None:
    out = tmp_path / "d"
    told = ["--dataset", str(given), "--out", str(out)]
    with subprocess.Popen([sys.executable, "-m", "cartvision.augment", *told]) as process:
        wait_for((tmp_path / ".d.portions" / "lock").exists)
        wait_for(lambda: list((tmp_path / ".d.portions").glob("0*.json")))
        with pytest.raises(InputError, match="another run is at work"):
            main(AugmentFlags(dataset=given, out=out))
    assert process.returncode == 0
