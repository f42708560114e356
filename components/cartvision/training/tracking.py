"""MLflow, where MLFLOW_TRACKING_URI names a server."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from cartvision.errors import InputError
from cartvision.files import write_text
from cartvision.models.ranks import is_first
from cartvision.training.identity import read_settings

SERVER = "MLFLOW_TRACKING_URI"
RUN_FILE = "mlflow-run"  # a resumed run goes on in it
PORTS = {"http": 80, "https": 443}
SECONDS = 5.0


def trackers() -> list[str]:
    """For the Trainer's `report_to`."""
    if not os.environ.get(SERVER):
        return []
    if find_spec("mlflow") is None:
        raise InputError(
            f"{SERVER} is set and MLflow is not installed: pip install mlflow-skinny, or unset it"
        )
    return ["mlflow"]


@contextmanager
def tracked(folder: Path) -> Iterator[None]:
    """One MLflow run for a training run, however often it is resumed; failed if it fails."""
    if not trackers() or not is_first():
        yield
        return
    import mlflow

    _require_answer(os.environ[SERVER])
    record = folder / RUN_FILE
    known = record.read_text() if record.is_file() else None
    with mlflow.start_run(run_id=known) as run:
        write_text(record, run.info.run_id)
        mlflow.set_tags(_settings(folder))
        yield


def _require_answer(server: str) -> None:
    """MLflow's own client would try again for many minutes before it says so."""
    told = urlsplit(server)
    if told.scheme not in PORTS or not told.hostname:
        return
    try:
        socket.create_connection((told.hostname, told.port or PORTS[told.scheme]), SECONDS).close()
    except OSError as error:
        raise InputError(
            f"{SERVER}={server} does not answer ({error}): start it, correct it, or unset it"
        ) from error


def _settings(folder: Path) -> dict[str, str]:
    """What tells this run from others."""
    return {f"settings.{name}": str(value) for name, value in read_settings(folder).items()}
