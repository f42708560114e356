"""What several rooms' tests share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory):
    """A tiny detector and attribute head that find and describe the products they learnt."""
    from trained import train_tiny

    folder: Path = tmp_path_factory.mktemp("trained")
    return train_tiny(folder)
