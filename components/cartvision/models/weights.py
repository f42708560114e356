"""Learnt weights from where a user says they are: this disk, a bucket, the hub."""

from pathlib import Path

from huggingface_hub import snapshot_download
from huggingface_hub.errors import HfHubHTTPError, HFValidationError, LocalEntryNotFoundError

from cartvision.errors import InputError
from cartvision.files import whole_folder
from cartvision.models.loading import bars_only_on_a_terminal
from cartvision.storage.store import Store, open_store

RANDOM = "random"  # the word for: start from nothing
OTHERWISE = f"Give --weights PATH or s3://…, or --weights {RANDOM} to start from nothing"
BUCKET = "s3://"
FILES = ("*.json", "*.safetensors")  # of a hub repository; others hold the same in other forms


def fetch_weights(where: str, *, to: Path) -> Path:
    """The file or folder at a path, an `s3://…` (copied below `to`), or a hub id (hub's cache)."""
    if where.startswith(BUCKET):
        return _from_bucket(where.rstrip("/"), to=to)
    path = Path(where)
    return path if path.exists() else _from_hub(where)


def _from_bucket(where: str, *, to: Path) -> Path:
    """A folder's own files, without the folders in it; or the one file of that name."""
    store = open_store(where)
    store.require()
    above, _, name = where.rpartition("/")
    keys = [entry.key for entry in store.entries() if "/" not in entry.key]
    if keys:
        _copy(store, keys, folder=to / name)
        return to / name
    if "/" not in where.removeprefix(BUCKET):
        raise InputError(f"{where}: the bucket holds no weights. {OTHERWISE}")
    try:
        _copy(open_store(above), [name], folder=to / Path(name).stem)
    except KeyError:
        raise InputError(f"{where}: nothing is there. {OTHERWISE}") from None
    return to / Path(name).stem / name


def _copy(store: Store, keys: list[str], *, folder: Path) -> None:
    with whole_folder(folder) as aside:
        for key in keys:
            with (aside / key).open("wb") as file:
                store.download(key, into=file)


def _from_hub(name: str) -> Path:
    bars_only_on_a_terminal()
    try:
        return Path(snapshot_download(name, allow_patterns=list(FILES)))
    except HFValidationError:
        raise InputError(f"{name}: no such file or folder, and no hub id. {OTHERWISE}") from None
    except (HfHubHTTPError, LocalEntryNotFoundError) as error:
        raise InputError(
            f"the weights {name!r} are no file or folder here, and the Hugging Face hub does not "
            f"give them ({type(error).__name__}). {OTHERWISE}"
        ) from error
