"""The promises of a dataset folder, checked row by row in one pass."""

import io
import warnings
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from PIL import Image

from cartvision.data.figures import lies_inside
from cartvision.data.info import DIGEST_MODULUS, DatasetInfo, SplitInfo, fingerprint
from cartvision.data.picture import NA, SPLITS, Picture, PictureLabels, Product, Split, row_digest
from cartvision.data.reader import Dataset, rows
from cartvision.data.schema import from_row
from cartvision.errors import InputError

VALUES = {1, 0, NA}
FORMATS = ("JPEG", "PNG")
MOST_PIXELS = 100_000_000
TOO_LARGE = f"its file claims more than the {MOST_PIXELS:,} pixels that are decoded anywhere"
ORIENTATION = 0x0112  # the EXIF tag: 1 is upright, and 0 is written for unknown
TURNED = range(2, 9)
ON_ITS_SIDE = range(5, 9)


@dataclass(frozen=True)
class Checked:
    """One row and what is wrong with it; without a row, what is wrong with a shard or the whole."""

    faults: tuple[str, ...]
    picture: Picture | None = None
    split: Split | None = None


def checked(dataset: Dataset) -> Iterator[Checked]:
    """Every row of the dataset with its faults, and at the end the faults of the whole."""
    categories = _nodes(dataset.info.taxonomy)
    seen = Seen()
    for split in SPLITS:
        seen.ids.clear()
        for number, stored in enumerate(_stored(dataset, split=split)):
            if isinstance(stored, InputError):
                seen.whole = False
                yield Checked((str(stored),))
                continue
            picture = from_row(stored)
            row = f"{split} row {number} ({picture.path})"
            faults = [
                *_file_faults(picture),
                *_label_faults(picture, width=len(dataset.info.attributes), categories=categories),
                *seen.faults(picture, row=row, split=split, stored_id=stored["image_id"]),
            ]
            yield Checked(tuple(f"{row}: {fault}" for fault in faults), picture, split)
    yield Checked(tuple(seen.faults_of_the_whole(dataset.info)))


def faults(dataset: Dataset) -> Iterator[str]:
    """Each broken promise with its row; none for a sound dataset."""
    for row in checked(dataset):
        yield from row.faults


def _stored(dataset: Dataset, *, split: Split) -> Iterator[dict[str, Any] | InputError]:
    """The rows as they are stored, and in the place of those that cannot be read the reason."""
    for shard in dataset.shards[split]:
        try:
            yield from rows(shard)
        except InputError as error:
            yield error


def _nodes(taxonomy: Iterable[str]) -> set[str]:
    """Every category that a label may name: the paths, the nodes on them, and unknown."""
    steps = [path.split(" > ") for path in taxonomy]
    return {"", *(" > ".join(path[:depth]) for path in steps for depth in range(1, len(path) + 1))}


def _file_faults(picture: Picture) -> Iterator[str]:
    """What its file tells otherwise than the row; only the header is decoded."""
    try:
        (width, height), turn = _header(picture.encoded)
    except Image.DecompressionBombError:
        yield TOO_LARGE
        return
    except (OSError, SyntaxError, ValueError):
        yield "its bytes are not a JPEG or PNG"
        return
    if turn in TURNED:
        yield f"its pixels are not upright: EXIF orientation {turn}"
    if turn in ON_ITS_SIDE:
        width, height = height, width
    if width * height > MOST_PIXELS:
        yield TOO_LARGE
    elif (width, height) != (picture.width, picture.height):
        yield f"given as {picture.width}x{picture.height}, its file is {width}x{height}"


def _header(encoded: bytes) -> tuple[tuple[int, int], Any]:
    """Width and height as stored, and the EXIF orientation; Pillow warns of EXIF that is broken."""
    file = io.BytesIO(encoded)
    with warnings.catch_warnings(action="ignore"), Image.open(file, formats=FORMATS) as image:
        return image.size, image.getexif().get(ORIENTATION) if "exif" in image.info else None


def _label_faults(picture: Picture, *, width: int, categories: set[str]) -> Iterator[str]:
    """What is wrong with the boxes, categories and attributes, whose vocabulary has `width`."""
    for item in picture.objects:
        if not lies_inside(item.bbox, width=picture.width, height=picture.height):
            size = f"{picture.width}x{picture.height}"
            yield f"box {item.bbox} leaves the {size} picture or has no area"
    labelled: tuple[Product | PictureLabels, ...] = (*picture.objects, picture.labels)
    for name in sorted({item.category for item in labelled} - categories):
        yield f"category {name!r} is not in the taxonomy"
    for values in (item.attributes for item in labelled):
        if values and len(values) != width:
            yield f"{len(values)} attribute values for a vocabulary of {width}"
        if not VALUES.issuperset(values):
            yield f"attribute values {values} are not all 1, 0 or {NA}"


@dataclass
class Seen:
    """What has to be remembered from row to row; pictures are not."""

    groups: dict[str, Split] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)  # of the split at hand
    originals: dict[str, str] = field(default_factory=dict)  # image_id → group, in train
    early: list[tuple[str, Picture]] = field(default_factory=list)  # rows before their parents
    licences: set[str] = field(default_factory=set)
    pictures: Counter[Split] = field(default_factory=Counter)
    objects: Counter[Split] = field(default_factory=Counter)
    digests: Counter[Split] = field(default_factory=Counter)
    whole: bool = True  # every shard could be read

    def faults(self, picture: Picture, *, row: str, split: Split, stored_id: str) -> Iterator[str]:
        """What is wrong with the row among the others."""
        image_id = picture.image_id
        self._count(picture, split=split, image_id=image_id)
        if image_id != stored_id:
            yield f"image_id {stored_id[:12]} is not the sha256 of its bytes, {image_id[:12]}"
        if image_id in self.ids:
            yield f"its picture is in {split} already, image_id {image_id[:12]}"
        self.ids.add(image_id)
        home = self.groups.setdefault(picture.group, split)
        if home != split:
            yield f"group {picture.group!r} is in {home} too"
        yield from self._family_faults(picture, row=row, split=split, image_id=image_id)

    def _count(self, picture: Picture, *, split: Split, image_id: str) -> None:
        self.pictures[split] += 1
        self.objects[split] += len(picture.objects)
        self.licences.add(picture.licence)
        digest = row_digest(picture, image_id=image_id)
        self.digests[split] = (self.digests[split] + digest) % DIGEST_MODULUS

    def _family_faults(
        self, picture: Picture, *, row: str, split: Split, image_id: str
    ) -> Iterator[str]:
        if not picture.copy:
            if picture.parent:
                yield f"an original, copy 0, that names a parent, {picture.parent[:12]}"
            if split == "train":
                self.originals[image_id] = picture.group
        elif split != "train":
            yield "a copy outside of train"
        elif picture.parent in self.originals:
            yield from self._parent_faults(picture)
        else:
            self.early.append((row, replace(picture, encoded=b"", objects=())))

    def _parent_faults(self, copy: Picture) -> Iterator[str]:
        group = self.originals.get(copy.parent)
        if group is None:
            yield f"its parent {copy.parent[:12] or '(none named)'} is not in train"
        elif group != copy.group:
            yield f"its group {copy.group!r} is not its parent's, {group!r}"

    def faults_of_the_whole(self, info: DatasetInfo) -> Iterator[str]:
        """None where a shard could not be read: the whole is not known then."""
        if not self.whole:
            return
        for row, copy in self.early:
            yield from (f"{row}: {fault}" for fault in self._parent_faults(copy))
        for split in SPLITS:
            yield from self._count_faults(info.splits.get(split, SplitInfo()), split=split)
        if info.licences != sorted(self.licences):
            yield f"dataset.json gives licences {info.licences}, the rows {sorted(self.licences)}"
        found = fingerprint(
            attributes=info.attributes, taxonomy=info.taxonomy, digests=self.digests
        )
        if found != info.fingerprint:
            yield f"dataset.json gives fingerprint {info.fingerprint[:12]}, the rows {found[:12]}"

    def _count_faults(self, told: SplitInfo, *, split: Split) -> Iterator[str]:
        for name, given, found in (
            ("pictures", told.pictures, self.pictures[split]),
            ("objects", told.objects, self.objects[split]),
            ("digest", int(told.digest, 16), self.digests[split]),
        ):
            if given != found:
                yield f"{split}: dataset.json gives {name} {given}, the rows {found}"
