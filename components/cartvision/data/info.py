"""dataset.json: what a dataset folder says of itself."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cartvision import files
from cartvision.data.picture import Split
from cartvision.errors import InputError

FILE_NAME = "dataset.json"
DIGEST_MODULUS = 2**256
WHICH_PART = r"^[1-9]\d*/[1-9]\d*$"


class SplitInfo(BaseModel):
    model_config = ConfigDict(frozen=True)

    pictures: int = 0
    objects: int = 0
    shards: int = 0
    digest: str = "0"  # the sum of the rows' digests, so that order and sharding do not matter


class DatasetInfo(BaseModel):
    """The contents of dataset.json."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1] = 1
    part: str = Field("1/1", pattern=WHICH_PART)  # "2/4": the second of four that are one dataset
    attributes: list[str] = Field(default_factory=list)
    taxonomy: list[str] = Field(default_factory=list)  # paths, "Drinks > Soda"
    licences: list[str] = Field(default_factory=list)
    splits: dict[Split, SplitInfo] = Field(default_factory=dict)
    fingerprint: str = ""
    made_by: dict[str, Any] = Field(default_factory=dict)  # stage → its settings

    @property
    def lineage(self) -> list[str]:
        """Its fingerprint, and those of the datasets that stages say it was made of."""
        made_of = (settings.get("dataset") for settings in self.made_by.values())
        return [self.fingerprint, *(one for one in made_of if isinstance(one, str))]

    def holding(self, splits: Mapping[Split, SplitInfo], *, licences: Iterable[str]) -> Self:
        """The same, of these rows."""
        digests = {split: int(rows.digest, 16) for split, rows in splits.items()}
        return self.model_copy(
            update={
                "splits": dict(splits),
                "licences": sorted(licences),
                "fingerprint": fingerprint(
                    attributes=self.attributes, taxonomy=self.taxonomy, digests=digests
                ),
            }
        )


def together(parts: Sequence[SplitInfo]) -> SplitInfo:
    """What the parts of one split hold as one."""
    digest = sum(int(part.digest, 16) for part in parts) % DIGEST_MODULUS
    return SplitInfo(
        pictures=sum(part.pictures for part in parts),
        objects=sum(part.objects for part in parts),
        shards=sum(part.shards for part in parts),
        digest=f"{digest:x}",
    )


def fingerprint(*, attributes: list[str], taxonomy: list[str], digests: Mapping[Split, int]) -> str:
    """One name for this content, whatever the order of rows or the number of shards."""
    content = [attributes, sorted(taxonomy), sorted((k, f"{v:x}") for k, v in digests.items() if v)]
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def read_info(folder: Path) -> DatasetInfo:
    path = folder / FILE_NAME
    if not path.is_file():
        raise InputError(f"{folder} is not a dataset folder: it has no {FILE_NAME}. Run ingest?")
    try:
        return DatasetInfo.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise InputError(f"{path} is not a dataset.json that this version reads: {error}") from None


def refuse_foreign(folder: Path, *, flag: str) -> None:
    """InputError where the folder holds what is no dataset: writing there would remove it."""
    files.refuse_foreign(folder, holds=FILE_NAME, flag=flag)
