"""The champion: the model of the stable release, fetched to be judged on the same pictures."""

from pathlib import Path

from cartvision.errors import WorkError
from cartvision.files import write_bytes
from cartvision.inference.onnx import FILE_NAME
from cartvision.storage.store import Store
from cartvision.triton.channels import look
from cartvision.triton.release import ONNX_PATH, folder_of


def fetch_champion(store: Store, *, to: Path) -> str:
    """Put the stable release's model into the folder `to`; its name, "" where none is stable."""
    name = look(store, "stable").release
    if not name:
        return ""
    key = f"{folder_of(name)}/{ONNX_PATH}"
    try:
        write_bytes(to / FILE_NAME, store.read(key))
    except KeyError:
        raise WorkError(
            f"{store.uri} names {name} stable and has no {key}; move the channel to a whole release"
        ) from None
    return name
