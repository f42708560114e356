"""What only a folder can be: missing, linked, or somebody's own."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cartvision.errors import InputError
from cartvision.storage.local import LocalStore

NAMES = st.text("ab-./0 é", min_size=1, max_size=6)


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    (tmp_path / "root" / "images").mkdir(parents=True)
    (tmp_path / "root" / "images" / "1.jpg").write_bytes(b"x")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_bytes(b"s")
    return LocalStore(tmp_path / "root")


@given(st.lists(NAMES), NAMES)
def test_keys_are_sorted_whatever_their_names(names: list[str], prefix: str):
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(names):
            inside = name.replace("..", "").strip("/")
            place = Path(folder) / f"{inside}~{number}"  # no folder is called so
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(b"")
        keys = list(LocalStore(Path(folder)).keys())
        assert len(keys) == len(names)
        assert keys == sorted(keys)
        assert list(LocalStore(Path(folder)).keys(prefix)) == [
            key for key in keys if key.startswith(prefix)
        ]


def test_the_tag_is_size_and_time(store: LocalStore):
    os.utime(store.root / "images" / "1.jpg", ns=(5, 7))
    assert [entry.tag for entry in store.entries()] == ["1-7"]


def test_a_file_is_given_in_place(store: LocalStore):
    assert store.path("images/1.jpg") == store.root / "images" / "1.jpg"


@pytest.mark.parametrize("key", ["images", "images/2.jpg", "", "images/1.jpg/x"])
def test_what_is_no_file_is_a_key_error(key: str, store: LocalStore):
    with pytest.raises(KeyError):
        store.path(key)


@pytest.mark.parametrize("key", ["../secret/key", "images/../../secret/key", "/etc/passwd"])
def test_a_key_cannot_leave_the_folder(key: str, store: LocalStore):
    with pytest.raises(InputError, match="leaves"):
        store.read(key)


@pytest.mark.parametrize("target", ["../secret/key", "../secret", "../nothing"])
def test_a_link_out_is_not_followed_and_said(
    target: str, store: LocalStore, caplog: pytest.LogCaptureFixture
):
    (store.root / "link").symlink_to(target)
    assert list(store.keys()) == ["images/1.jpg"]
    assert "1 links that lead out of it were not followed, as 'link'" in caplog.text
    with pytest.raises(InputError, match="leaves"):
        store.read("link")


def test_links_inside_are_files_or_not_followed(
    store: LocalStore, caplog: pytest.LogCaptureFixture
):
    (store.root / "file").symlink_to("images/1.jpg")
    (store.root / "folder").symlink_to("images")
    (store.root / "images" / "up").symlink_to("..")
    (store.root / "gone").symlink_to("images/2.jpg")
    (store.root / "self").symlink_to("self")
    assert list(store.keys()) == ["file", "images/1.jpg"]
    assert caplog.text == ""


def test_a_linked_root_is_that_folder(store: LocalStore, tmp_path: Path):
    (tmp_path / "link").symlink_to(store.root)
    linked = LocalStore(tmp_path / "link")
    assert [linked.read(entry.key) for entry in linked.entries()] == [b"x"]


def test_a_pipe_is_no_key(store: LocalStore):
    os.mkfifo(store.root / "pipe")
    assert list(store.keys()) == ["images/1.jpg"]


@pytest.mark.parametrize(
    ("place", "said"),
    [
        pytest.param("nowhere", "nowhere: no such folder", id="missing"),
        pytest.param("root/images/1.jpg", "1.jpg is a file: give the folder", id="a file"),
    ],
)
@pytest.mark.usefixtures("store")
def test_a_folder_that_must_be_there_is_asked_for(place: str, said: str, tmp_path: Path):
    with pytest.raises(InputError, match=said):
        LocalStore(tmp_path / place).require()
