"""What tests of the whole stage share: a sound source, and the stage run on it."""

from pathlib import Path

import pytest

from cartvision.data.reader import Dataset, open_dataset
from cartvision.ingest.__main__ import main
from cartvision.ingest.flags import IngestFlags
from shelves import write_source
from unit.ingest.stage import COUNT, Ingest


@pytest.fixture
def source(tmp_path: Path) -> Path:
    write_source(tmp_path / "source", count=COUNT)
    return tmp_path / "source"


@pytest.fixture
def ingest(tmp_path: Path) -> Ingest:
    def stage(*sources: Path | str, name: str = "d", **flags: object) -> Dataset:
        """What it writes is beside the test's source."""
        told = {"format": ["sku110k"], "report": tmp_path / "report"} | flags
        main(IngestFlags(source=[*map(str, sources)], dataset=tmp_path / name, **told))
        return open_dataset(tmp_path / name)

    return stage
