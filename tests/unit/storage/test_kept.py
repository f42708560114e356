"""What was fetched once is not fetched again: not by a second run, and not after a kill."""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cartvision.errors import InputError, WorkError
from cartvision.storage.kept import Kept, open_kept
from cartvision.storage.s3 import S3Store
from cartvision.storage.store import Entry, Store, open_store
from cartvision.storage.transfer import CHUNK, TRIES
from cutting_proxy import Cut, CuttingProxy

BIG = random.Random(7).randbytes(20 * CHUNK)
FETCH = """
import sys
from pathlib import Path
from cartvision.storage.kept import open_kept
kept = open_kept(sys.argv[1], folder=Path(sys.argv[2]))
for entry in kept.entries():
    kept.path(entry)
"""


@pytest.fixture
def store(bucket: str, proxy: CuttingProxy) -> Store:  # noqa: ARG001 - opened through the proxy
    name = bucket.removeprefix("s3://")
    return S3Store(bucket=name, prefix="source", sleep=lambda _: None)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kept"


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_files_of_a_folder_are_themselves(tmp_path: Path, folder: Path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.jpg").write_bytes(b"x")
    kept = open_kept(str(tmp_path / "source"), folder=folder)
    assert [kept.path(entry) for entry in kept.entries()] == [tmp_path / "source" / "a.jpg"]
    assert not folder.exists()


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path, folder: Path):
    with pytest.raises(InputError, match="no such folder"):
        list(open_kept(str(tmp_path / "nowhere"), folder=folder).entries())


@pytest.mark.usefixtures("server")
def test_a_bucket_that_does_not_exist_is_refused(folder: Path):
    with pytest.raises(InputError, match="no bucket"):
        list(open_kept("s3://nowhere", folder=folder).entries())


def test_two_runs_fetch_each_object_once(store: Store, folder: Path, proxy: CuttingProxy):
    contents = {f"images/{number}.jpg": bytes([number]) * number for number in range(12)}
    for key, content in contents.items():
        store.write(key, content)
    for _ in range(2):
        kept = Kept(store, folder=folder)
        entries = list(kept.entries())
        with ThreadPoolExecutor(6) as pool:
            paths = list(pool.map(kept.path, entries))
        read = {entry.key: path.read_bytes() for entry, path in zip(entries, paths, strict=True)}
        assert read == contents
    assert [len(proxy.bodies(key)) for key in contents] == [1] * len(contents)
    assert sorted(files(folder)) == sorted(paths)


def test_threads_that_want_one_object_fetch_it_once(
    store: Store, folder: Path, proxy: CuttingProxy
):
    store.write("a.csv", BIG)
    (entry,) = store.entries()
    with ThreadPoolExecutor(8) as pool:
        paths = set(pool.map(Kept(store, folder=folder).path, [entry] * 8))
    assert [path.read_bytes() for path in paths] == [BIG]
    assert len(proxy.bodies("a.csv")) == 1
    assert files(folder) == list(paths)


def test_a_broken_connection_is_gone_on_with(store: Store, folder: Path, proxy: CuttingProxy):
    store.write("a.csv", BIG)
    proxy.cuts.extend([Cut(after=CHUNK), Cut(after=5 * CHUNK)])
    (entry,) = store.entries()
    assert Kept(store, folder=folder).path(entry).read_bytes() == BIG
    assert sum(one.sent for one in proxy.bodies("a.csv")) == len(BIG)


def test_a_killed_run_is_gone_on_with(store: Store, folder: Path, proxy: CuttingProxy):
    store.write("a.jpg", b"whole")
    store.write("b.csv", BIG)
    proxy.cuts.append(Cut(after=9 * CHUNK, way="stall"))
    run = subprocess.Popen([sys.executable, "-c", FETCH, store.uri, str(folder)])
    while sum(path.stat().st_size for path in files(folder)) < 9 * CHUNK:
        assert run.poll() is None
        time.sleep(0.01)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    kept = Kept(store, folder=folder)
    assert [kept.path(entry).read_bytes() for entry in kept.entries()] == [b"whole", BIG]
    assert len(proxy.bodies("a.jpg")) == 1
    assert [one.range for one in proxy.bodies("b.csv")] == ["", f"bytes={9 * CHUNK}-"]


def left_by_a_failed_run(kept: Kept, entry: Entry, proxy: CuttingProxy, *, after: int) -> Path:
    proxy.cuts.extend([Cut(after), *[Cut(after=0)] * TRIES])
    with pytest.raises(WorkError):
        kept.path(entry)
    proxy.cuts.clear()
    (partial,) = files(kept._folder)
    assert partial.stat().st_size == after
    return partial


def test_the_start_of_a_version_that_is_gone_is_removed(
    store: Store, folder: Path, proxy: CuttingProxy
):
    store.write("a.csv", b"first")
    kept = Kept(store, folder=folder)
    left_by_a_failed_run(kept, next(kept.entries()), proxy, after=2)
    list(kept.entries())
    assert len(files(folder)) == 1
    store.write("a.csv", b"second")
    (entry,) = kept.entries()
    assert files(folder) == []
    assert kept.path(entry).read_bytes() == b"second"


def test_a_file_of_all_bytes_that_was_not_renamed_is_made_whole(
    store: Store, folder: Path, proxy: CuttingProxy
):
    store.write("a.csv", b"content")
    kept = Kept(store, folder=folder)
    (entry,) = kept.entries()
    partial = left_by_a_failed_run(kept, entry, proxy, after=6)
    partial.write_bytes(b"content")
    assert kept.path(entry).read_bytes() == b"content"
    assert not partial.exists()


def test_what_changed_since_the_listing_is_kept_under_its_own_version(
    store: Store, folder: Path, proxy: CuttingProxy
):
    store.write("a.csv", b"first")
    kept = Kept(store, folder=folder)
    (listed,) = kept.entries()
    store.write("a.csv", b"second")
    (now,) = kept.entries()
    assert kept.path(listed).read_bytes() == b"second"
    assert kept.path(now).read_bytes() == b"second"
    assert len(proxy.bodies("a.csv")) == 1
    store.write("a.csv", b"first")
    assert kept.path(listed).read_bytes() == b"first"


def test_what_was_removed_since_the_listing_is_a_key_error(folder: Path, store: Store):
    with pytest.raises(KeyError):
        Kept(store, folder=folder).path(Entry("gone.jpg", size=1, tag='"0"'))


def test_stores_with_the_same_keys_are_kept_apart(bucket: str, folder: Path):
    for name in ("one", "two"):
        open_store(f"{bucket}/{name}").write("a", b"same")
    paths = set()
    for name in ("one", "two"):
        kept = open_kept(f"{bucket}/{name}", folder=folder)
        paths |= {kept.path(entry) for entry in kept.entries()}
    assert len(paths) == 2
