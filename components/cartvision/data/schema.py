"""The Parquet schema of a dataset's rows, and the two ways across it."""

from typing import Any

import pyarrow as pa

from cartvision.data.picture import Contents, Picture, PictureLabels, Product

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
        (
            "objects",
            pa.list_(
                pa.struct(
                    [
                        ("bbox", pa.list_(pa.float32(), 4)),
                        ("category", pa.string()),
                        ("sku", pa.string()),
                        ("attributes", pa.list_(pa.int8())),
                        ("crowd", pa.bool_()),
                    ]
                )
            ),
        ),
        (
            "labels",
            pa.struct(
                [
                    ("category", pa.string()),
                    ("attributes", pa.list_(pa.int8())),
                    (
                        "contents",
                        pa.list_(
                            pa.struct(
                                [
                                    ("sku", pa.string()),
                                    ("name", pa.string()),
                                    ("quantity", pa.int32()),
                                ]
                            )
                        ),
                    ),
                ]
            ),
        ),
    ]
)


def to_row(picture: Picture, *, image_id: str) -> dict[str, Any]:
    return {
        "image": {"bytes": picture.encoded, "path": picture.path},
        "image_id": image_id,
        "width": picture.width,
        "height": picture.height,
        "group": picture.group,
        "parent": picture.parent,
        "copy": picture.copy,
        "source": picture.source,
        "captured_at": picture.captured_at,
        "licence": picture.licence,
        "objects": [
            {
                "bbox": list(item.bbox),
                "category": item.category,
                "sku": item.sku,
                "attributes": list(item.attributes),
                "crowd": item.crowd,
            }
            for item in picture.objects
        ],
        "labels": {
            "category": picture.labels.category,
            "attributes": list(picture.labels.attributes),
            "contents": [
                {"sku": item.sku, "name": item.name, "quantity": item.quantity}
                for item in picture.labels.contents
            ],
        },
    }


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
