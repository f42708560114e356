"""metrics.json of an ingest: what was read, what was kept, and what is known of it."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from cartvision.data.picture import Split
from cartvision.files import write_text

FILE_NAME = "metrics.json"


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class Kept(_Value):
    """How many of one kind of row there were, and how many are in the dataset."""

    read: int
    kept: int

    @property
    def lost_share(self) -> float:
        return 1 - self.kept / self.read if self.read else 0.0


class SplitFigures(_Value):
    pictures: int
    objects: int
    groups: int
    negatives: int  # pictures without a product


class Known(_Value):
    """One attribute over the products of a dataset or split."""

    yes: int
    no: int
    na: int

    @property
    def na_rate(self) -> float:
        total = self.yes + self.no + self.na
        return self.na / total if total else 0.0


class Summary(_Value):
    """The contents of metrics.json."""

    source: str
    rows: dict[str, Kept]  # "pictures", "boxes", "attribute rows"
    quarantined: dict[str, int]  # reason → rows, the most frequent first
    splits: dict[Split, SplitFigures]
    categories: dict[str, int]  # category → products, the most frequent first
    attributes: dict[str, Known]
    attributes_by_split: dict[Split, dict[str, Known]]
    fingerprint: str


def write_summary(summary: Summary, folder: Path) -> None:
    write_text(folder / FILE_NAME, summary.model_dump_json(indent=2) + "\n")
