"""The promises of a dataset folder, checked row by row."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow.parquet as pq

from cartvision.data.info import DIGEST_MODULUS, SplitInfo, fingerprint
from cartvision.data.picture import NA, SPLITS, Box, Picture, Split, row_digest
from cartvision.data.reader import Dataset

VALUES = {1, 0, NA}


@dataclass
class Seen:
    """What has to be remembered from row to row; pictures are not."""

    groups: dict[str, Split] = field(default_factory=dict)
    originals: set[str] = field(default_factory=set)  # image_ids in train
    parents: list[tuple[str, str]] = field(default_factory=list)  # row, parent of a copy in train
    pictures: int = 0  # of the split at hand, as all below
    objects: int = 0
    digest: int = 0


def faults(dataset: Dataset) -> Iterator[str]:
    """Each broken promise with its row; none for a sound dataset."""
    seen = Seen()
    digests: dict[Split, int] = {}
    for split in SPLITS:
        seen.pictures = seen.objects = seen.digest = 0
        rows = zip(dataset.pictures(split), _stored_ids(dataset, split), strict=True)
        for number, (picture, stored_id) in enumerate(rows):
            row = f"{split} row {number} ({picture.path})"
            yield from _row_faults(picture, row=row, dataset=dataset)
            yield from _place_faults(picture, row=row, split=split, stored_id=stored_id, seen=seen)
        digests[split] = seen.digest
        yield from _count_faults(seen, split=split, dataset=dataset)
    for row, parent in seen.parents:
        if parent not in seen.originals:
            yield f"{row}: its parent {parent[:12]} is not in train"
    info = dataset.info
    found = fingerprint(attributes=info.attributes, taxonomy=info.taxonomy, digests=digests)
    if found != info.fingerprint:
        yield f"dataset.json gives fingerprint {info.fingerprint[:12]}, the rows {found[:12]}"


def _stored_ids(dataset: Dataset, split: Split) -> Iterator[str]:
    for shard in dataset.shards[split]:
        yield from pq.read_table(shard, columns=["image_id"])["image_id"].to_pylist()


def _row_faults(picture: Picture, *, row: str, dataset: Dataset) -> Iterator[str]:
    """What is wrong with the row by itself."""
    for item in picture.objects:
        if not _lies_inside(item.bbox, width=picture.width, height=picture.height):
            size = f"{picture.width}x{picture.height}"
            yield f"{row}: box {item.bbox} leaves the {size} picture or has no area"
    for values in (picture.labels.attributes, *(item.attributes for item in picture.objects)):
        if values and len(values) != len(dataset.info.attributes):
            names = len(dataset.info.attributes)
            yield f"{row}: {len(values)} attribute values for a vocabulary of {names}"
        if not VALUES.issuperset(values):
            yield f"{row}: attribute values {values} are not all 1, 0 or {NA}"


def _lies_inside(box: Box, *, width: int, height: int) -> bool:
    left, top, right, bottom = box
    return 0 <= left < right <= width and 0 <= top < bottom <= height


def _place_faults(
    picture: Picture, *, row: str, split: Split, stored_id: str, seen: Seen
) -> Iterator[str]:
    """What is wrong with the row among the others."""
    image_id = picture.image_id
    if image_id != stored_id:
        yield f"{row}: image_id {stored_id[:12]} is not the sha256 of its bytes, {image_id[:12]}"
    home = seen.groups.setdefault(picture.group, split)
    if home != split:
        yield f"{row}: group {picture.group!r} is in {home} too"
    if picture.copy and split != "train":
        yield f"{row}: a copy outside of train"
    elif picture.copy:
        seen.parents.append((row, picture.parent))
    elif split == "train":
        seen.originals.add(image_id)
    seen.pictures += 1
    seen.objects += len(picture.objects)
    seen.digest = (seen.digest + row_digest(picture, image_id=image_id)) % DIGEST_MODULUS


def _count_faults(seen: Seen, *, split: Split, dataset: Dataset) -> Iterator[str]:
    told = dataset.info.splits.get(split, SplitInfo())
    for name, given, found in (
        ("pictures", told.pictures, seen.pictures),
        ("objects", told.objects, seen.objects),
        ("digest", int(told.digest, 16), seen.digest),
    ):
        if given != found:
            yield f"{split}: dataset.json gives {name} {given}, the rows {found}"
