"""metrics.json: what was measured, on what, how sure it is, and what is suspicious about it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from cartvision.errors import InputError
from cartvision.files import write_text

FILE_NAME = "metrics.json"


class Metric(BaseModel):
    """A figure with the number of cases behind it, and its interval where one was measured."""

    model_config = ConfigDict(frozen=True)

    value: FiniteFloat
    support: int
    low: FiniteFloat | None = None  # of the interval, at 95 %
    high: FiniteFloat | None = None


class Slice(BaseModel):
    """The figures of a part of the split; with few positives they decide nothing."""

    model_config = ConfigDict(frozen=True)

    pictures: int
    positives: int
    sufficient: bool
    figures: dict[str, Metric]


class Latency(BaseModel):
    """Milliseconds of a call on the machine that judged; `metrics` are p50, p95 and p99."""

    model_config = ConfigDict(frozen=True)

    batch: int  # pictures a call
    threads: int
    pictures_per_second: FiniteFloat
    metrics: dict[str, Metric]


class Artifact(BaseModel):
    """The very file or files that were judged, and where they were timed."""

    model_config = ConfigDict(frozen=True)

    bytes: int
    hardware: str
    latency: list[Latency]


class Audit(BaseModel):
    """How far our average precision was from that of COCO's evaluator on the same pictures."""

    model_config = ConfigDict(frozen=True)

    pictures: int
    apart: FiniteFloat


class Doubt(BaseModel):
    """Why the figures may not be what they seem; a gate takes none of these for granted."""

    model_config = ConfigDict(frozen=True)

    kind: str
    text: str
    pictures: list[str] = Field(default_factory=list)


class Report(BaseModel):
    """The contents of metrics.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str  # what was measured: "torch", "onnx int8", …
    model: str  # the sha256 of the file or files that were asked
    dataset: str  # the dataset's fingerprint
    split: str
    test_set: str  # the digest of the judged rows: equal for equal pictures and labels
    units: int  # groups that the intervals draw from
    evidence: str = ""  # the digest of the tables that all this was drawn from
    overall: dict[str, Metric]
    per_class: dict[str, dict[str, Metric]] = Field(default_factory=dict)  # attributes
    per_slice: dict[str, Slice] = Field(default_factory=dict)
    doubts: list[Doubt] = Field(default_factory=list)
    audit: Audit | None = None
    artifact: Artifact | None = None
    licences: list[str] = Field(default_factory=list)  # of the pictures it was trained on


def read_report(folder: Path) -> Report:
    path = folder / FILE_NAME
    if not path.is_file():
        raise InputError(f"{folder} is not a report: it has no {FILE_NAME}. Run evaluate?")
    try:
        return Report.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InputError(f"{path} is not a report that this version reads: {error}") from None


def write_report(report: Report, folder: Path) -> None:
    write_text(folder / FILE_NAME, report.model_dump_json(indent=2) + "\n")
