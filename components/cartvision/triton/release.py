"""A release: immutable files, and the release.json that names every one of them."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cartvision.data.licences import LicenceClass, class_of_all
from cartvision.errors import InputError, WorkError
from cartvision.files import write_bytes
from cartvision.reports.metrics import Metric
from cartvision.reports.verdict import Verdict
from cartvision.storage.local import LocalStore
from cartvision.storage.store import Store

FILE_NAME = "release.json"
MODELS = "models"  # what Triton is pointed at: <release>/models
ONNX_PATH = f"{MODELS}/shelf/1/model.onnx"
NAME = r"^r-[0-9a-f]{12}$"


class ReleaseInfo(BaseModel):
    """The contents of release.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    name: str = Field(pattern=NAME)
    created_at: datetime
    files: dict[str, str]  # path in the release → sha256
    metrics: dict[str, Metric]
    verdict: Verdict
    dataset: str  # the fingerprint of the dataset it was judged on
    licences: list[str]
    licence_class: LicenceClass = Field(default_factory=lambda info: class_of_all(info["licences"]))
    parent: str  # the release it took over from, "" for the first
    precision: str
    card: dict[str, Any]  # the export's card.json


def folder_of(name: str) -> str:
    return f"releases/{name}"


def hashes(contents: Mapping[str, bytes]) -> dict[str, str]:
    """The sha256 of every file, in the order of paths."""
    return {path: hashlib.sha256(contents[path]).hexdigest() for path in sorted(contents)}


def name_of(files: Mapping[str, str]) -> str:
    """One name for one content, so that the same files are the same release."""
    listed = json.dumps(sorted(files.items())).encode()
    return f"r-{hashlib.sha256(listed).hexdigest()[:12]}"


def write_release(store: Store, info: ReleaseInfo, *, contents: Mapping[str, bytes]) -> ReleaseInfo:
    """Write the files, and release.json last; a release that exists is returned as it stands."""
    listing = f"{folder_of(info.name)}/{FILE_NAME}"
    if not _has(store, listing):
        for path, content in contents.items():
            store.write(f"{folder_of(info.name)}/{path}", content)
        store.write_if(listing, info.model_dump_json(indent=2).encode() + b"\n", tag=None)
    return read_release(store, info.name)


def _has(store: Store, key: str) -> bool:
    return key in store.keys(key)


def read_release(store: Store, name: str) -> ReleaseInfo:
    place = f"{store.uri}/{folder_of(name)}"
    try:
        return ReleaseInfo.model_validate_json(store.read(f"{folder_of(name)}/{FILE_NAME}"))
    except KeyError:
        raise InputError(f"{place} is not a release: it has no {FILE_NAME}") from None
    except ValidationError as error:
        raise InputError(
            f"{place}/{FILE_NAME} is not one that this version reads: {error}"
        ) from None


def checked_files(store: Store, info: ReleaseInfo) -> Iterator[tuple[str, bytes]]:
    """Every file with its path; one that is missing, changed or unnamed is an error."""
    place = f"{store.uri}/{folder_of(info.name)}"
    _refuse_strangers(store, info)
    for path, promised in info.files.items():
        try:
            content = store.read(f"{folder_of(info.name)}/{path}")
        except KeyError:
            raise WorkError(f"{place}/{path} is missing; deploy the model again") from None
        if hashlib.sha256(content).hexdigest() != promised:
            raise WorkError(f"{place}/{path} was changed since its release; deploy the model again")
        yield path, content


def _refuse_strangers(store: Store, info: ReleaseInfo) -> None:
    root = f"{folder_of(info.name)}/"
    found = {key.removeprefix(root) for key in store.keys(f"{root}{MODELS}/")}
    strangers = sorted(found - set(info.files))
    if strangers:
        raise WorkError(f"{store.uri}/{root}{strangers[0]} is no part of the release; remove it")


def place_release(store: Store, info: ReleaseInfo, *, fetch_to: Path) -> Path:
    """A checked folder of the release: a local one in place, another fetched to `fetch_to`."""
    if isinstance(store, LocalStore):
        for _ in checked_files(store, info):
            pass
        return store.root / folder_of(info.name)
    for path, content in checked_files(store, info):
        write_bytes(fetch_to / path, content)
    return fetch_to
