"""Tensors in a file that is whole or not there."""

import io
from pathlib import Path
from typing import Any

import torch

from cartvision.files import write_bytes


def store(values: Any, path: Path) -> None:
    written = io.BytesIO()
    torch.save(values, written)
    write_bytes(path, written.getvalue())
