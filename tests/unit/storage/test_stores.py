"""One contract for every store: a folder and a bucket are told apart by their address alone."""

import threading
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest

from cartvision.errors import InputError
from cartvision.storage.store import Store, open_store


@pytest.fixture(params=["path", "file", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    if request.param == "s3":
        return open_store(request.getfixturevalue("bucket") + "/some/prefix")
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


def test_keys_come_in_one_order_over_all_folders(store: Store) -> None:
    keys = ["a", "a b", "a-b/1", "a-b/2", "a.b", "a/b", "a/b-c", "a0/x", "é", "日本/茶.jpg"]
    for key in reversed(keys[1:]):
        store.write(key, b"x")
    assert list(store.keys()) == keys[1:]


def test_entries_say_size_and_version(store: Store) -> None:
    store.write("images/1.jpg", b"12345")
    store.write("other", b"")
    (before,) = store.entries("images/")
    store.write("images/1.jpg", b"123456")
    (after,) = store.entries("images/")
    assert [(one.key, one.size) for one in (before, after)] == [
        ("images/1.jpg", 5),
        ("images/1.jpg", 6),
    ]
    assert before.tag != after.tag
    assert [after] == list(store.entries("images/"))


def test_a_prefix_reaches_nothing_outside(store: Store) -> None:
    store.write("a", b"x")
    assert list(store.keys("../")) == []


def test_a_download_is_whole_and_says_its_version(store: Store) -> None:
    store.write("a", b"content")
    file = BytesIO()
    assert store.download("a", into=file) == next(store.entries()).tag
    assert file.getvalue() == b"content"


def test_a_download_goes_on_with_the_start_of_its_version(store: Store) -> None:
    store.write("a", b"content")
    file = BytesIO()
    file.write(b"cont")
    store.download("a", into=file, tag=next(store.entries()).tag)
    assert file.getvalue() == b"content"


def test_a_download_throws_away_the_start_of_another_version(store: Store) -> None:
    store.write("a", b"1")
    tag = next(store.entries()).tag
    store.write("a", b"22")
    file = BytesIO()
    file.write(b"1")
    assert store.download("a", into=file, tag=tag) == next(store.entries()).tag
    assert file.getvalue() == b"22"


def test_a_download_of_nothing_is_a_key_error(store: Store) -> None:
    with pytest.raises(KeyError):
        store.download("nothing/here", into=BytesIO())


def test_a_store_that_is_there_is_there(store: Store) -> None:
    store.write("a", b"x")
    store.require()


def test_a_store_is_written_before_it_has_anything(store: Store) -> None:
    assert list(store.entries()) == []
    assert store.write_if("first", b"1", tag=None)


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


def test_a_write_over_what_was_removed_is_refused(store: Store) -> None:
    store.write("stable.json", b"1")
    _, tag = store.read_tagged("stable.json")
    assert not store.write_if("other.json", b"2", tag=tag)


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


def test_another_scheme_is_refused_with_the_ones_there_are() -> None:
    with pytest.raises(InputError, match="s3://"):
        open_store("gs://bucket/x")
