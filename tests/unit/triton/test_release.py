from pathlib import Path

import pytest

from cartvision.errors import InputError, WorkError
from cartvision.reports.verdict import Verdict
from cartvision.storage.local import LocalStore
from cartvision.triton.release import (
    ReleaseInfo,
    checked_files,
    hashes,
    name_of,
    place_release,
    read_release,
    write_release,
)
from unit.triton.small import WHEN

CONTENTS = {"models/shelf/config.pbtxt": b"config", "models/shelf/1/model.onnx": b"onnx"}


def described(contents: dict[str, bytes]) -> ReleaseInfo:
    files = hashes(contents)
    return ReleaseInfo(
        name=name_of(files),
        created_at=WHEN,
        files=files,
        metrics={},
        verdict=Verdict(subject="onnx fp32", model="m", passed=True, reasons=[], checks=[]),
        dataset="d" * 64,
        licences=["CC0-1.0"],
        parent="",
        precision="fp32",
        card={},
    )


@pytest.fixture
def store(tmp_path: Path) -> LocalStore:
    return LocalStore(tmp_path / "releases-of")


def folder(store: LocalStore, info: ReleaseInfo) -> Path:
    return store.root / "releases" / info.name


def test_a_release_comes_back_as_it_was_written(store):
    info = described(CONTENTS)
    write_release(store, info, contents=CONTENTS)
    assert read_release(store, info.name) == info
    assert dict(checked_files(store, info)) == CONTENTS


def test_the_name_follows_the_content_and_not_the_order_of_files():
    other = dict(reversed(CONTENTS.items()))
    assert name_of(hashes(other)) == name_of(hashes(CONTENTS))
    assert name_of(hashes(CONTENTS | {"models/shelf/1/model.onnx": b"other"})) != name_of(
        hashes(CONTENTS)
    )


def test_a_release_that_exists_keeps_its_first_description(store):
    first = described(CONTENTS)
    write_release(store, first, contents=CONTENTS)
    again = first.model_copy(update={"parent": "r-000000000000"})
    assert write_release(store, again, contents=CONTENTS) == first


def test_without_release_json_a_release_does_not_exist(store):
    info = described(CONTENTS)
    write_release(store, info, contents=CONTENTS)
    (folder(store, info) / "release.json").unlink()
    with pytest.raises(InputError, match=r"is not a release: it has no release\.json"):
        read_release(store, info.name)


def changed(file: Path) -> None:
    file.write_bytes(b"onnX")


def removed(file: Path) -> None:
    file.unlink()


def joined(file: Path) -> None:
    file.with_name("model.onnx.data").write_bytes(b"")


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        pytest.param(changed, r"model\.onnx was changed", id="one byte changed"),
        pytest.param(removed, r"model\.onnx is missing", id="a file removed"),
        pytest.param(joined, r"model\.onnx\.data is no part", id="a file that nobody promised"),
    ],
)
def test_verification_finds_harm(store, harm, said):
    info = described(CONTENTS)
    write_release(store, info, contents=CONTENTS)
    harm(folder(store, info) / "models/shelf/1/model.onnx")
    with pytest.raises(WorkError, match=said):
        list(checked_files(store, info))


def test_a_local_release_is_served_in_place(store, tmp_path):
    info = described(CONTENTS)
    write_release(store, info, contents=CONTENTS)
    assert place_release(store, info, fetch_to=tmp_path / "fetched") == folder(store, info)
    assert not (tmp_path / "fetched").exists()
