"""Ingest from a bucket: the same as from a folder, and nothing is fetched twice."""

import subprocess
import sys
import time
from pathlib import Path

from buckets import s3_server
from unit.ingest.stage import COUNT, Ingest, to_bucket


def test_a_bucket_gives_what_a_folder_gives(source: Path, ingest: Ingest) -> None:
    with s3_server():
        address = to_bucket(source, prefix="spring")
        from_bucket = ingest(address, name="s3", workers=4).info.fingerprint
    assert from_bucket == ingest(source).info.fingerprint


def test_a_run_that_was_killed_fetches_nothing_again(source: Path, tmp_path: Path) -> None:
    (source / "images" / "shelf-23.jpg").write_bytes(b"not a picture")  # keeps the workplace
    places = ["--dataset", str(tmp_path / "d"), "--report", str(tmp_path / "report")]
    flags = [*places, "--format", "sku110k", "--workers", "1", "--max-broken", "0"]
    with s3_server():
        address = to_bucket(source, prefix="spring")
        command = [sys.executable, "-m", "cartvision.ingest", "--source", address, *flags]
        with subprocess.Popen(command) as first:
            while len(fetched(tmp_path)) < COUNT // 2:
                time.sleep(0.001)
            first.kill()
        before = fetched(tmp_path)
        second = subprocess.run(command, check=False, capture_output=True, text=True)
    assert COUNT // 2 <= len(before) < COUNT
    assert "1 of 24 pictures are broken" in second.stderr
    assert before.items() < fetched(tmp_path).items()
    assert not (tmp_path / "d").exists()


def fetched(tmp_path: Path) -> dict[Path, int]:
    """Whole files in the workplace, and when each was written."""
    found = (tmp_path / ".d.work" / "fetched").glob("??/*")
    return {path: path.stat().st_mtime_ns for path in found}
