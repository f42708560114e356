"""One contract for every store: a folder and a bucket are told apart by their address alone."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zlib import crc32

import pytest

from buckets import new_bucket, s3_server
from cartvision.errors import InputError
from cartvision.storage.store import Store, open_store


@pytest.fixture(scope="module")
def s3() -> Iterator[None]:
    with s3_server():
        yield


@pytest.fixture(params=["path", "file", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "s3":
        request.getfixturevalue("s3")
        return open_store(new_bucket(f"b{crc32(request.node.name.encode())}") + "/some/prefix")
    folder = tmp_path / "a folder"
    return open_store(str(folder) if request.param == "path" else folder.as_uri())


def test_what_was_written_is_read(store: Store) -> None:
    store.write("deep/key.bin", b"\0content")
    assert store.read("deep/key.bin") == b"\0content"


def test_a_missing_key_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError):
        store.read("nothing/here")


def test_keys_are_those_below_the_root_in_order(store: Store) -> None:
    for key in ("b/2", "a", "b/1"):
        store.write(key, b"x")
    assert list(store.keys()) == ["a", "b/1", "b/2"]


def test_keys_can_be_asked_for_by_prefix(store: Store) -> None:
    for key in ("images/1.jpg", "images/2.jpg", "imagine"):
        store.write(key, b"x")
    assert list(store.keys("images/")) == ["images/1.jpg", "images/2.jpg"]


def test_locks_are_no_keys(store: Store) -> None:
    store.write_if("stable.json", b"1", tag=None)
    assert list(store.keys()) == ["stable.json"]


def test_a_write_over_the_version_that_was_read_succeeds(store: Store) -> None:
    store.write("stable.json", b"1")
    _, tag = store.read_tagged("stable.json")
    assert store.write_if("stable.json", b"2", tag=tag)
    assert store.read("stable.json") == b"2"


def test_a_write_over_another_version_is_refused(store: Store) -> None:
    store.write("stable.json", b"1")
    _, tag = store.read_tagged("stable.json")
    store.write("stable.json", b"2")
    assert not store.write_if("stable.json", b"3", tag=tag)
    assert store.read("stable.json") == b"2"


def test_a_write_for_the_absent_is_refused_where_something_is(store: Store) -> None:
    store.write("stable.json", b"1")
    assert not store.write_if("stable.json", b"2", tag=None)


def test_a_race_of_writers_has_one_winner(store: Store) -> None:
    store.write("stable.json", b"start")
    _, tag = store.read_tagged("stable.json")
    barrier = threading.Barrier(6)

    def claim(name: bytes) -> bool:
        barrier.wait()
        return store.write_if("stable.json", name, tag=tag)

    names = [f"writer {number}".encode() for number in range(6)]
    with ThreadPoolExecutor(len(names)) as pool:
        won = [name for name, wins in zip(names, pool.map(claim, names), strict=True) if wins]
    assert won == [store.read("stable.json")]


def test_a_key_cannot_leave_a_folder(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("x")
    with pytest.raises(InputError, match="leaves"):
        open_store(str(tmp_path / "inside")).read("../secret")


@pytest.mark.usefixtures("s3")
def test_a_missing_bucket_is_the_users_to_create() -> None:
    with pytest.raises(InputError, match="no bucket 'nowhere'"):
        open_store("s3://nowhere/x").write("key", b"x")


def test_another_scheme_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(InputError, match="s3://"):
        open_store("gs://bucket/x")
