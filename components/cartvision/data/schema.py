"""The Parquet schema of a dataset's rows, and the two ways across it."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import accumulate
from typing import Any, TypeVar

import pyarrow as pa

from cartvision.data.picture import Contents, Picture, PictureLabels, Product, kept_time

T = TypeVar("T")

PRODUCT = pa.struct(
    [
        ("bbox", pa.list_(pa.float32(), 4)),
        ("category", pa.string()),
        ("sku", pa.string()),
        ("attributes", pa.list_(pa.int8())),
        ("crowd", pa.bool_()),
    ]
)
CONTENTS = pa.struct([("sku", pa.string()), ("name", pa.string()), ("quantity", pa.int32())])
LABELS = pa.struct(
    [
        ("category", pa.string()),
        ("attributes", pa.list_(pa.int8())),
        ("contents", pa.list_(CONTENTS)),
    ]
)
SCHEMA = pa.schema(
    [
        ("image", pa.struct([("bytes", pa.binary()), ("path", pa.string())])),
        ("image_id", pa.string()),
        ("width", pa.int32()),
        ("height", pa.int32()),
        ("group", pa.string()),
        ("parent", pa.string()),
        ("copy", pa.int16()),
        ("source", pa.string()),
        ("captured_at", pa.timestamp("ms", tz="UTC")),
        ("licence", pa.string()),
        ("objects", pa.list_(PRODUCT)),
        ("labels", LABELS),
    ]
)
PLAIN = ("width", "height", "group", "parent", "copy", "source", "licence")


def to_table(pictures: Sequence[Picture], *, image_ids: Sequence[str]) -> pa.Table:
    """The rows column by column, which is far quicker than value by value."""
    image = [
        pa.array([picture.encoded for picture in pictures], pa.binary()),
        pa.array([picture.path for picture in pictures], pa.string()),
    ]
    columns = {
        "image": pa.StructArray.from_arrays(image, fields=list(SCHEMA.field("image").type)),
        "image_id": list(image_ids),
        "captured_at": [kept_time(picture.captured_at) for picture in pictures],
        **{name: [getattr(picture, name) for picture in pictures] for name in PLAIN},
        "objects": _lists([picture.objects for picture in pictures], _products),
        "labels": _labels([picture.labels for picture in pictures]),
    }
    return pa.Table.from_pydict(columns, schema=SCHEMA)


def _lists(nested: Sequence[Sequence[T]], make: Callable[[list[T]], pa.Array]) -> pa.ListArray:
    """Values of all rows as one array, and where each row begins."""
    offsets = [0, *accumulate(map(len, nested))]
    flat = [value for values in nested for value in values]
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), make(flat))


def _products(products: list[Product]) -> pa.StructArray:
    sides = pa.array([side for item in products for side in item.bbox], pa.float32())
    arrays = [
        pa.FixedSizeListArray.from_arrays(sides, 4),
        pa.array([item.category for item in products], pa.string()),
        pa.array([item.sku for item in products], pa.string()),
        _lists([item.attributes for item in products], _values),
        pa.array([item.crowd for item in products], pa.bool_()),
    ]
    return pa.StructArray.from_arrays(arrays, fields=list(PRODUCT))


def _values(values: list[int]) -> pa.Array:
    return pa.array(values, pa.int8())


def _labels(labels: Sequence[PictureLabels]) -> pa.StructArray:
    arrays = [
        pa.array([one.category for one in labels], pa.string()),
        _lists([one.attributes for one in labels], _values),
        _lists([one.contents for one in labels], _contents),
    ]
    return pa.StructArray.from_arrays(arrays, fields=list(LABELS))


def _contents(contents: list[Contents]) -> pa.Array:
    return pa.array([asdict(item) for item in contents], CONTENTS)


def from_row(row: dict[str, Any]) -> Picture:
    labels = row["labels"]
    return Picture(
        encoded=row["image"]["bytes"],
        path=row["image"]["path"],
        width=row["width"],
        height=row["height"],
        group=row["group"],
        objects=tuple(
            Product(
                bbox=tuple(item["bbox"]),
                category=item["category"],
                sku=item["sku"],
                attributes=tuple(item["attributes"]),
                crowd=item["crowd"],
            )
            for item in row["objects"]
        ),
        labels=PictureLabels(
            category=labels["category"],
            attributes=tuple(labels["attributes"]),
            contents=tuple(Contents(**item) for item in labels["contents"]),
        ),
        parent=row["parent"],
        copy=row["copy"],
        source=row["source"],
        captured_at=row["captured_at"],
        licence=row["licence"],
    )
