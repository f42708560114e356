"""How fast ingest is against a plain loop that reads, hashes, decodes and writes the same pictures.

    python benchmarks/ingest_pace.py SOURCE [--rounds 3]

SOURCE is in the sku110k format, as `cartvision synthesize --format sku110k` writes it. The loop is
what one would write in an hour, on one core: once without labels, once with them. Ingest checks,
quarantines, looks for near-duplicates, splits and reports besides.
"""

import argparse
import csv
import hashlib
import io
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from cartvision.ingest.__main__ import main as ingest
from cartvision.ingest.flags import IngestFlags

TOGETHER = 8  # rows written at a time, as a dataset folder has them


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--workers", type=int, default=2)
    told = parser.parse_args()
    count = len(list((told.source / "images").iterdir()))
    print(f"{'pictures/s':>12}{'plain':>10}{'labelled':>10}{'ingest':>10}{'ratios':>14}")
    for _ in range(told.rounds):
        plain = _timed(_loop, told.source, labels=False)
        labelled = _timed(_loop, told.source, labels=True)
        ours = _timed(_ingest, told.source, workers=told.workers)
        rates = "".join(f"{count / seconds:>10.1f}" for seconds in (plain, labelled, ours))
        print(f"{'':>12}{rates}{plain / ours:>8.2f}{labelled / ours:>6.2f}", flush=True)


def _timed(work: Any, source: Path, **how: Any) -> float:
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        work(source, Path(folder), **how)
        return time.perf_counter() - began


def _ingest(source: Path, folder: Path, *, workers: int) -> None:
    places = {"dataset": folder / "dataset", "report": folder / "report"}
    ingest(IngestFlags(source=[str(source)], format=["sku110k"], workers=workers, **places))


def _loop(source: Path, folder: Path, *, labels: bool) -> None:
    said = _labels(source) if labels else {}
    writer = None
    for rows in _batches(source, said):
        table = pa.Table.from_pylist(rows)
        writer = writer or pq.ParquetWriter(folder / "all.parquet", table.schema)
        writer.write_table(table)
    assert writer is not None
    writer.close()


def _batches(source: Path, said: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    rows = []
    for path in sorted((source / "images").iterdir()):
        encoded = path.read_bytes()
        image_id = hashlib.sha256(encoded).hexdigest()
        height, width, _ = np.asarray(Image.open(io.BytesIO(encoded)).convert("RGB")).shape
        row = {"image": encoded, "id": image_id, "width": width, "height": height}
        rows.append(row | ({"objects": said.get(path.name, [])} if said else {}))
        if len(rows) == TOGETHER:
            yield rows
            rows = []
    if rows:
        yield rows


def _labels(source: Path) -> dict[str, Any]:
    """The boxes of annotations.csv with what attributes.csv says of them."""
    with (source / "attributes.csv").open() as file:
        described = {tuple(row[:5]): row[5:] for row in csv.reader(file)}
    said = defaultdict(list)
    with (source / "annotations.csv").open() as file:
        for row in csv.reader(file):
            category, sku, *values = described[tuple(row[:5])]
            known = [{"1": 1, "0": 0}.get(value, -1) for value in values]
            bbox = [float(side) for side in row[1:5]]
            said[row[0]].append(
                {"bbox": bbox, "category": category, "sku": sku, "attributes": known}
            )
    return said


if __name__ == "__main__":
    main()
