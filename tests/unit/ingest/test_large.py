"""Twenty thousand pictures, or thousands that nearly equal each other, on a small machine."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from cartvision.vision.codec import encode_jpeg

COUNT = 20_000
BOXES = 20  # a picture
FRAMES = 2000
MOST_MEGABYTES = 700
CHILD = """
import sys
from pathlib import Path
from cartvision.cli import main
main()
told = dict(line.split(":") for line in Path("/proc/self/status").read_text().splitlines())
print(int(told["VmHWM"].split()[0]) // 1024, file=sys.stderr)
"""


@pytest.mark.slow
def test_memory_stays_flat(tmp_path: Path) -> None:
    write_source(tmp_path / "source")
    assert megabytes(tmp_path, layout="sku110k") <= MOST_MEGABYTES
    assert json.loads((tmp_path / "r" / "metrics.json").read_text())["all"]["pictures"] == COUNT


def test_memory_stays_flat_where_a_camera_never_moves(tmp_path: Path) -> None:
    """Two million pairs of near-duplicates."""
    rng = np.random.default_rng(5)
    scene = rng.integers(20, 236, (64, 96, 3))
    (tmp_path / "source" / "shelf").mkdir(parents=True)
    for number in range(FRAMES + 20):
        seen = scene if number < FRAMES else rng.integers(20, 236, scene.shape)
        noisy = seen + rng.integers(-3, 4, scene.shape)
        content = encode_jpeg(noisy.astype(np.uint8))
        (tmp_path / "source" / "shelf" / f"{number}.jpg").write_bytes(content)
    assert megabytes(tmp_path, layout="folders") <= MOST_MEGABYTES
    copies = json.loads((tmp_path / "r" / "metrics.json").read_text())["copies"]
    assert (copies["pairs"], copies["joined_groups"]) == (FRAMES * (FRAMES - 1) // 2, FRAMES - 1)


def megabytes(root: Path, *, layout: str) -> int:
    """The peak of an ingest in a process of its own."""
    places = ["--dataset", str(root / "d"), "--report", str(root / "r")]
    arguments = ["ingest", "--source", str(root / "source"), "--format", layout, *places]
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *arguments], check=True, capture_output=True, text=True
    )
    return int(done.stderr.split()[-1])


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
