"""MLflow, where MLFLOW_TRACKING_URI names a server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from cartvision.errors import InputError
from cartvision.files import write_text
from cartvision.models.ranks import is_first

SERVER = "MLFLOW_TRACKING_URI"
RUN_FILE = "mlflow-run"  # a resumed run goes on in it


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

    record = folder / RUN_FILE
    known = record.read_text() if record.is_file() else None
    with mlflow.start_run(run_id=known) as run:
        write_text(record, run.info.run_id)
        yield
