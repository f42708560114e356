"""What a run of the stage left, for tests."""

import json
from collections.abc import Callable
from pathlib import Path

import boto3

from buckets import new_bucket
from cartvision.data.picture import SPLITS, Picture
from cartvision.data.reader import Dataset

COUNT = 24  # pictures of the sound source

Ingest = Callable[..., Dataset]


def everything(dataset: Dataset) -> list[Picture]:
    return [picture for split in SPLITS for picture in dataset.pictures(split)]


def homes(dataset: Dataset) -> dict[str, str]:
    return {one.group: split for split in SPLITS for one in dataset.pictures(split)}


def quarantine(tmp_path: Path) -> list[dict[str, str]]:
    lines = (tmp_path / "report" / "quarantine.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


def told(tmp_path: Path) -> dict:
    return json.loads((tmp_path / "report" / "metrics.json").read_text())


def to_bucket(source: Path, *, prefix: str) -> str:
    address = new_bucket("shelves")
    for path in source.rglob("*.*"):
        key = f"{prefix}/{path.relative_to(source).as_posix()}"
        boto3.client("s3").upload_file(str(path), "shelves", key)
    return f"{address}/{prefix}"
