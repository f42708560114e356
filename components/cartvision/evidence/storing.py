"""Evidence on disk: a Parquet file a table, beside the report that was drawn from it."""

from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from cartvision.errors import InputError
from cartvision.evidence.tables import (
    KINDS,
    Detections,
    Evidence,
    Labels,
    Objects,
    Pictures,
)
from cartvision.files import digest, write_text

FOLDER = "evidence"
FILE_NAME = "about.json"
TABLES: dict[str, type] = {
    "pictures": Pictures,
    "objects": Objects,
    "detections": Detections,
    "labels": Labels,
}


class About(BaseModel):
    """What the tables do not say; the contents of about.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    classes: list[str]
    attributes: list[str]
    positives: list[int]
    thresholds: list[float]
    min_score: float
    most: int
    finds: bool
    names_categories: bool


def write_evidence(evidence: Evidence, folder: Path) -> str:
    """Its digest comes back, by which a report knows its own evidence."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in TABLES:
        columns = vars(getattr(evidence, name))
        pq.write_table(
            pa.table({key: pa.array(value) for key, value in columns.items()}),
            folder / f"{name}.parquet",
            compression="zstd",
        )
    about = About(**{name: getattr(evidence, name) for name in About.model_fields})
    write_text(folder / FILE_NAME, about.model_dump_json(indent=2) + "\n")
    return digest_of(folder)


def digest_of(folder: Path) -> str:
    return digest(folder / FILE_NAME, *(folder / f"{name}.parquet" for name in TABLES))


def read_evidence(folder: Path) -> Evidence:
    file = folder / FILE_NAME
    if not file.is_file():
        raise InputError(
            f"{folder} has no {FILE_NAME}: the report lacks its evidence. Run evaluate?"
        )
    try:
        about = About.model_validate_json(file.read_bytes())
    except ValidationError as error:
        raise InputError(
            f"{file} is not evidence that this version reads: {error}. Run evaluate again"
        ) from None
    tables = {name: _table(folder / f"{name}.parquet", kind=kind) for name, kind in TABLES.items()}
    return Evidence(**tables, **about.model_dump())


def _table(file: Path, *, kind: type) -> Any:
    try:
        read = pq.read_table(file)
    except (OSError, pa.ArrowException) as error:
        raise InputError(f"{file} cannot be read: {error}. Run evaluate again") from None
    names = [field.name for field in fields(kind)]
    if read.column_names != names:
        raise InputError(
            f"{file} has the columns {read.column_names}, not {names}. Run evaluate again"
        )
    columns = {name: read[name].to_numpy() for name in names}
    wanted = {name: KINDS[kind.__annotations__[name]] for name in names}
    try:
        typed: dict[str, Any] = {
            name: np.asarray(value, dtype=wanted[name]) for name, value in columns.items()
        }
    except ValueError as error:
        raise InputError(f"{file} holds other values: {error}. Run evaluate again") from None
    return kind(**typed)
