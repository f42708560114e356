"""Taxonomies as small files, written by the tests themselves."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

Written = Callable[..., Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    """A file of this text; indentation is taken off."""

    def write(text: str, *, name: str = "store.yaml") -> Path:
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"))
        return file

    return write
