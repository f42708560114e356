"""Tiny shelves for tests: pictures, sources as ingest reads them, and dataset folders."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from cartvision.data.picture import Picture, Product, Split
from cartvision.data.reader import Dataset, open_dataset
from cartvision.data.writer import DatasetWriter
from cartvision.vision.codec import Pixels, decode, encode_jpeg

WIDTH, HEIGHT = 96, 64
ATTRIBUTES = ["has_cap", "damaged"]
TAXONOMY = ["Drinks > Soda", "Food > Chips"]

BOXES = [(4.0, 6.0, 24.0, 30.0), (30.0, 6.0, 52.0, 30.0), (60.0, 34.0, 90.0, 60.0)]
PRODUCTS = tuple(
    Product(box, category=TAXONOMY[number % 2], sku=f"sku-{number}", attributes=(number % 2, -1))
    for number, box in enumerate(BOXES)
)


def shelf(seed: int, *, boxes: Iterable[tuple[float, ...]] = BOXES) -> Pixels:
    """A wall of grey tiles with one coloured block for each box; every seed looks different."""
    rng = np.random.default_rng(seed)
    tiles = rng.integers(60, 140, (HEIGHT // 8, WIDTH // 8, 1), dtype=np.uint8)
    pixels = np.kron(tiles, np.ones((8, 8, 3), dtype=np.uint8))
    for left, top, right, bottom in (map(int, box) for box in boxes):
        pixels[top:bottom, left:right] = rng.integers(0, 256, 3)
    return pixels


def shelves_of_three_sizes() -> list[Pixels]:
    """A shelf three times: as it is, with floor below, and twice as large; and so every shelf."""
    shown = []
    for seed in range(3):
        pixels = decode(jpeg(seed))
        floor = np.pad(pixels, ((0, WIDTH - HEIGHT), (0, 0), (0, 0)), constant_values=114)
        shown += [pixels, floor, pixels.repeat(2, axis=0).repeat(2, axis=1)]
    return shown


def jpeg(seed: int) -> bytes:
    return encode_jpeg(shelf(seed))


def picture(seed: int, *, group: str = "", products: tuple[Product, ...] = PRODUCTS) -> Picture:
    return Picture(
        encoded=jpeg(seed),
        path=f"shelf-{seed}.jpg",
        width=WIDTH,
        height=HEIGHT,
        group=group or f"store-{seed}",
        objects=products,
        source="tests",
        licence="CC0-1.0",
    )


def write_dataset(
    folder: Path,
    pictures: Iterable[tuple[Picture, Split]],
    *,
    pictures_per_shard: int = 1000,
    part: str = "1/1",
) -> Dataset:
    with DatasetWriter(
        folder,
        attributes=ATTRIBUTES,
        taxonomy=TAXONOMY,
        made_by={"tests": {}},
        pictures_per_shard=pictures_per_shard,
        part=part,
    ) as writer:
        for one, split in pictures:
            writer.add(one, split=split)
    return open_dataset(folder)


def write_source(folder: Path, *, count: int = 12, attributes: bool = True) -> None:
    """`count` shelves of a store each, in the sku110k layout."""
    (folder / "images").mkdir(parents=True)
    annotations, labels, pictures = [], ["image,x1,y1,x2,y2,category,sku,has_cap,damaged"], []
    for seed in range(count):
        name = f"shelf-{seed}.jpg"
        (folder / "images" / name).write_bytes(jpeg(seed))
        for item in PRODUCTS:
            corners = ",".join(f"{side:g}" for side in item.bbox)
            annotations.append(f"{name},{corners},object,{WIDTH},{HEIGHT}")
            labels.append(f"{name},{corners},{item.category},{item.sku},{item.attributes[0]},NA")
        pictures.append(f"{name},store-{seed},2025-04-21T21:29:00+02:00,CC0-1.0")
    write_lines(folder / "annotations.csv", annotations)
    if attributes:
        write_lines(folder / "attributes.csv", labels)
        write_lines(folder / "pictures.csv", ["image,group,captured_at,licence", *pictures])


def write_lines(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines))


def add_line(path: Path, line: str) -> None:
    with path.open("a") as file:
        file.write(f"{line}\n")
