"""Twenty thousand pictures in the memory of a small machine."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cartvision.vision.codec import encode_jpeg

COUNT = 20_000
BOXES = 20  # a picture
MOST_MEGABYTES = 700
CHILD = """
import resource, sys
from cartvision.cli import main
main()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
"""


@pytest.mark.slow
def test_memory_stays_flat(tmp_path: Path) -> None:
    write_source(tmp_path / "source")
    places = ["--dataset", str(tmp_path / "d"), "--report", str(tmp_path / "r")]
    arguments = ["ingest", "--source", str(tmp_path / "source"), "--format", "sku110k", *places]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *arguments], check=True, capture_output=True, text=True
    )
    assert json.loads((tmp_path / "r" / "metrics.json").read_text())["all"]["pictures"] == COUNT
    assert int(done.stderr.split()[-1]) <= MOST_MEGABYTES


def write_source(folder: Path) -> None:
    (folder / "images").mkdir(parents=True)
    rng = np.random.default_rng(3)
    with (folder / "annotations.csv").open("w") as file:
        for number in range(COUNT):
            tiles = rng.integers(0, 256, (8, 12, 3), dtype=np.uint8)
            pixels = np.kron(tiles, np.ones((8, 8, 1), dtype=np.uint8))
            (folder / "images" / f"{number:05d}.jpg").write_bytes(encode_jpeg(pixels))
            for left in range(BOXES):
                file.write(f"{number:05d}.jpg,{left},{left},{left + 9},{left + 30},object,96,64\n")
