"""What is written is whole or absent, never half."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cartvision.files import whole_folder, write_bytes, write_text

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


def test_what_a_killed_run_left_beside_is_cleared(tmp_path):
    write_text(tmp_path / ".model.partial" / "half.txt", "half")
    with whole_folder(tmp_path / "model") as aside:
        write_text(aside / "new.txt", "new")
    assert names(tmp_path / "model") == ["new.txt"]
    assert names(tmp_path) == ["model"]
