"""The layout of SKU-110K, with attributes and pictures in tables beside it."""

from collections.abc import Iterable
from pathlib import Path

from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.scene import Shot
from cartvision.synthesize.writing import (
    PICTURE_KEYS,
    Recipe,
    picture_row,
    table,
    values,
    write_picture,
    write_recipe,
)

CLASS = "object"  # SKU-110K has one
KEYS = ["image", "x1", "y1", "x2", "y2", "category", "sku"]


def write(shots: Iterable[Shot], *, folder: Path, recipe: Recipe) -> None:
    with (
        table(folder / "annotations.csv") as annotate,
        table(folder / "attributes.csv", [*KEYS, *ATTRIBUTES]) as describe,
        table(folder / "pictures.csv", PICTURE_KEYS) as tell,
    ):
        for shot in shots:
            write_picture(shot, folder=folder / "images")
            tell(picture_row(shot))
            for seen in shot.objects:
                annotate([shot.name, *seen.box, CLASS, shot.width, shot.height])
                describe([shot.name, *seen.box, seen.category, seen.sku, *values(seen)])
    write_recipe(recipe, folder=folder)
