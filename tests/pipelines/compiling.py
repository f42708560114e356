"""Compiling in a process where nothing heavy can be imported."""

import os
import subprocess
import sys
from pathlib import Path

GRAPH = Path(__file__).parents[2] / "pipelines" / "training.py"
BORDER = (
    "albumentations",
    "boto3",
    "cv2",
    "numpy",
    "onnxruntime",
    "pyarrow",
    "torch",
    "transformers",
)

WITHOUT = f"""
import runpy, sys

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {BORDER}:
            raise ModuleNotFoundError(f"{{name}} is not in the console's image")

sys.meta_path.insert(0, Absent())
for name in {BORDER}:
    try:
        __import__(name)
    except ModuleNotFoundError:
        continue
    raise SystemExit(f"{{name}} could be imported")
runpy.run_module("cartvision.pipeline", run_name="__main__", alter_sys=True)
"""


def compile_without(target: Path, *, seed: int) -> subprocess.CompletedProcess[str]:
    """`cartvision pipeline compile` without the libraries of the work, under a hash seed."""
    arguments = ["compile", "--graph", str(GRAPH), "--out", str(target)]
    return subprocess.run(
        [sys.executable, "-c", WITHOUT, *arguments],
        env={**os.environ, "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        text=True,
        check=False,
    )
