"""What is written is whole or absent, never half."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.files import refuse_foreign, whole_folder, write_bytes, write_text

SIZE = 1_000_000


def test_the_folders_above_are_made(tmp_path):
    write_text(tmp_path / "a" / "b" / "c.txt", "rows: é\n")
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == "rows: é\n".encode()


def test_nothing_is_left_beside_the_file(tmp_path):
    write_bytes(tmp_path / "c.bin", b"first")
    write_bytes(tmp_path / "c.bin", b"second")
    assert [path.name for path in tmp_path.iterdir()] == ["c.bin"]
    assert (tmp_path / "c.bin").read_bytes() == b"second"


def test_who_reads_meanwhile_finds_one_whole_version(tmp_path):
    file = tmp_path / "c.bin"
    versions = [bytes([number]) * SIZE for number in range(2)]
    write_bytes(file, versions[0])
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(_write_many, file, versions)
        seen = set()
        while not writing.done():
            content = file.read_bytes()
            seen.add((content[:1], len(content), len(set(content))))
        writing.result()
    assert seen <= {(b"\0", SIZE, 1), (b"\1", SIZE, 1)}


def _write_many(file: Path, versions: list[bytes]) -> None:
    for number in range(40):
        write_bytes(file, versions[number % 2])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    "before", [pytest.param(["old.txt"], id="over one"), pytest.param([], id="where none was")]
)
def test_a_finished_folder_takes_the_place(tmp_path, before):
    for name in before:
        write_text(tmp_path / "model" / name, "old")
    with whole_folder(tmp_path / "model") as aside:
        write_text(aside / "new.txt", "new")
        assert not (tmp_path / "model" / "new.txt").exists()
    assert names(tmp_path / "model") == ["new.txt"]
    assert names(tmp_path) == ["model"]


def test_who_may_look_into_a_finished_folder_may_read_its_files(tmp_path):
    with whole_folder(tmp_path / "model") as aside:
        aside.chmod(0o755)
        write_text(aside / "weights", "1")
        (aside / "weights").chmod(0o600)
    assert (tmp_path / "model" / "weights").stat().st_mode & 0o777 == 0o644


def fill_and_fail(folder: Path, error: type[BaseException]) -> None:
    with whole_folder(folder) as aside:
        write_text(aside / "new.txt", "new")
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_unfinished_folder_leaves_the_former_as_it_was(tmp_path, error):
    write_text(tmp_path / "model" / "old.txt", "old")
    with pytest.raises(error):
        fill_and_fail(tmp_path / "model", error)
    assert names(tmp_path / "model") == ["old.txt"]
    assert names(tmp_path) == ["model"]


def test_a_file_in_the_way_is_refused_and_stays(tmp_path):
    write_text(tmp_path / "model", "a file")
    with pytest.raises(InputError, match="is a file"), whole_folder(tmp_path / "model"):
        pass
    assert (tmp_path / "model").read_text() == "a file"


RUN = """
import sys, time
from pathlib import Path
from cartvision import files
folder, moment = Path(sys.argv[1]), sys.argv[2]
def stand_still(*_, **__):
    print("standing", flush=True)
    time.sleep(60)
if moment == "between the renames":
    rename = Path.rename
    Path.rename = lambda self, to: stand_still() if to == folder else rename(self, to)
with files.whole_folder(folder) as aside:
    (aside / "from.txt").write_text(moment)
    if moment == "while it fills":
        stand_still()
"""


@contextmanager
def another_run(folder: Path, *, moment: str) -> Iterator[subprocess.Popen[str]]:
    """A process that stands still at a moment of its writing, and is killed in the end."""
    command = [sys.executable, "-c", RUN, str(folder), moment]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "standing\n"
        try:
            yield process
        finally:
            process.kill()


def write_whole(folder: Path, content: str) -> None:
    with whole_folder(folder) as aside:
        write_text(aside / "from.txt", content)


def test_what_a_killed_run_left_beside_is_cleared(tmp_path):
    with another_run(tmp_path / "model", moment="while it fills"):
        pass
    assert len(names(tmp_path)) == 1
    assert "model" not in names(tmp_path)
    write_whole(tmp_path / "model", "this run")
    assert names(tmp_path) == ["model"]
    assert names(tmp_path / "model") == ["from.txt"]


def test_two_runs_at_a_time_leave_each_other_alone(tmp_path):
    with another_run(tmp_path / "model", moment="while it fills"):
        write_whole(tmp_path / "model", "this run")
        theirs = [name for name in names(tmp_path) if name.endswith(".partial")]
        assert names(tmp_path / theirs[0]) == ["from.txt"]
    assert (tmp_path / "model" / "from.txt").read_text() == "this run"


def test_a_run_killed_between_the_renames_loses_nothing(tmp_path):
    write_whole(tmp_path / "model", "the former run")
    with another_run(tmp_path / "model", moment="between the renames"):
        pass
    assert "model" not in names(tmp_path)
    with pytest.raises(ValueError, match=r"^$"):
        fill_and_fail(tmp_path / "model", ValueError)
    assert (tmp_path / "model" / "from.txt").read_text() == "the former run"
    assert names(tmp_path) == ["model"]


@pytest.mark.parametrize(
    ("inside", "refused"),
    [
        pytest.param(["card.json", "weights"], False, id="an earlier one of ours"),
        pytest.param([], False, id="an empty folder"),
        pytest.param(["thesis.txt"], True, id="somebody's work"),
        pytest.param(["deeper/card.json"], True, id="one that holds one of ours"),
    ],
)
def test_a_folder_of_somebody_else_is_refused(tmp_path, inside, refused):
    (tmp_path / "model").mkdir()
    for name in inside:
        write_text(tmp_path / "model" / name, "content")
    refusal = pytest.raises(InputError, match=r"--out .*/model holds something else")
    with refusal if refused else nullcontext():
        refuse_foreign(tmp_path / "model", holds="card.json", flag="--out")


def test_a_folder_that_is_not_there_is_nobodys(tmp_path):
    refuse_foreign(tmp_path / "model", holds="card.json", flag="--out")


OFTEN = """
import sys
from pathlib import Path
from cartvision.files import whole_folder
for _ in range(300):
    with whole_folder(Path(sys.argv[1])) as aside:
        (aside / "from.txt").write_text(sys.argv[2])
"""


def test_runs_that_end_together_leave_one_of_them_whole(tmp_path):
    command = [sys.executable, "-c", OFTEN, str(tmp_path / "model")]
    runs = [subprocess.Popen([*command, name]) for name in ("a", "b", "c")]
    assert [run.wait(timeout=60) for run in runs] == [0, 0, 0]
    assert names(tmp_path) == ["model"]
    assert (tmp_path / "model" / "from.txt").read_text() in ("a", "b", "c")


def test_what_another_machine_left_beside_stays(tmp_path):
    write_text(tmp_path / ".model.elsewhere-12.partial" / "half.txt", "half")
    write_whole(tmp_path / "model", "this run")
    assert names(tmp_path) == [".model.elsewhere-12.partial", "model"]
