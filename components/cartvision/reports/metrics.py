"""metrics.json: what was measured, on what, and how much of it there was."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cartvision.errors import InputError
from cartvision.files import write_text

FILE_NAME = "metrics.json"


class Metric(BaseModel):
    """A figure with the number of cases behind it, and its interval where one was measured."""

    model_config = ConfigDict(frozen=True)

    value: float = Field(allow_inf_nan=False)
    support: int
    low: float | None = None
    high: float | None = None


class Report(BaseModel):
    """The contents of metrics.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: str  # what was measured: "torch", "onnx int8", …
    model: str  # the sha256 of the file or files that were asked
    dataset: str  # the dataset's fingerprint
    split: str
    overall: dict[str, Metric]
    per_class: dict[str, dict[str, Metric]] = Field(default_factory=dict)
    per_slice: dict[str, dict[str, Metric]] = Field(default_factory=dict)
    licences: list[str] = Field(default_factory=list)

    def value(self, name: str) -> float:
        """A figure by name; a missing one is an error, never a pass."""
        if name not in self.overall:
            raise InputError(f"the report has no {name!r}; it has {sorted(self.overall)}")
        return self.overall[name].value


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
