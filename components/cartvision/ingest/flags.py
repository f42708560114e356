"""What ingest is told."""

from pathlib import Path
from typing import Self

from pydantic import Field, PositiveInt, field_validator, model_validator

from cartvision.flags import Flags

FORMATS = Path(__file__).parent / "formats"


def formats() -> list[str]:
    """Each file of `formats/` is one."""
    return sorted(path.stem for path in FORMATS.glob("[!_]*.py"))


class IngestFlags(Flags):
    """Read pictures and labels from folders or buckets into a dataset folder."""

    source: list[str] = Field(
        description="s3://bucket/prefix, file:///folder or a path; several are merged into one"
    )
    format: list[str] = Field(
        description=f"layout of each source, one for all or one for each: {', '.join(formats())}"
    )
    licence: list[str] = Field(
        default_factory=list, description="of each source's pictures, where they name none"
    )
    dataset: Path = Field(description="the dataset folder to write")
    report: Path = Field(description="the report folder to write: figures, page and quarantine")
    page: Path | None = Field(None, description="write the report's page here too")
    memory: str = Field(
        "", description="file or s3:// key that remembers splits from run to run; beside --dataset"
    )
    columns: list[str] = Field(
        default_factory=list, description="theirs=ours, for tables: sender_id=group"
    )
    attributes: list[str] = Field(
        default_factory=list, description="names of the values in a bare labels.txt, in order"
    )
    unknown: list[str] = Field(
        default_factory=list, description='category names that mean NA: "Not sure", Other'
    )
    val_share: float = Field(0.15, ge=0, lt=1, description="share of groups for validation")
    test_share: float = Field(0.2, ge=0, lt=1, description="share of groups for the test")
    seed: int = Field(7, ge=0, description="draws the splits: same seed, same splits")
    near: int = Field(
        40, ge=0, le=64, description="bits of 256 in which pictures that count as copies may differ"
    )
    max_broken: float = Field(0.05, ge=0, le=1, description="fail past this share of broken rows")
    work: Path | None = Field(
        None, description="folder for what a stopped run has done already; beside --dataset"
    )
    workers: PositiveInt = Field(2, description="pictures fetched at a time")

    @field_validator("format")
    @classmethod
    def each_is_known(cls, given: list[str]) -> list[str]:
        strange = sorted(set(given) - set(formats()))
        if strange:
            raise ValueError(f"no format {', '.join(strange)}; there are {', '.join(formats())}")
        return given

    @field_validator("dataset")
    @classmethod
    def it_has_a_name(cls, given: Path) -> Path:
        if not given.name or given.name == "..":
            raise ValueError("name the folder itself")
        return given

    @field_validator("columns")
    @classmethod
    def each_names_two(cls, given: list[str]) -> list[str]:
        if any("=" not in pair for pair in given):
            raise ValueError("write each as theirs=ours")
        return given

    @model_validator(mode="after")
    def lists_agree(self) -> Self:
        for name in ("format", "licence"):
            count = len(getattr(self, name))
            if count > 1 and count != len(self.source):
                raise ValueError(
                    f"--{name} is given {count} times for {len(self.source)} sources: "
                    "give it once, or once for each --source in the same order"
                )
        return self

    @model_validator(mode="after")
    def something_is_left_to_train_on(self) -> Self:
        if self.val_share + self.test_share >= 1:
            raise ValueError("--val-share and --test-share together must stay below 1")
        return self

    @property
    def workplace(self) -> Path:
        return self.work or self.dataset.with_name(f".{self.dataset.name}.work")

    @property
    def memory_file(self) -> str:
        return self.memory or str(self.dataset.with_name(f"{self.dataset.name}.splits.parquet"))
