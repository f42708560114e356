"""One wide table: a row for each product, and one without a box for a picture without products."""

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

KEYS = [*PICTURE_KEYS, "x1", "y1", "x2", "y2", "category", "sku"]


def write(shots: Iterable[Shot], *, folder: Path, recipe: Recipe) -> None:
    with table(folder / "products.csv", [*KEYS, *ATTRIBUTES]) as tell:
        for shot in shots:
            write_picture(shot, folder=folder / "images")
            known = picture_row(shot)
            for seen in shot.objects:
                tell([*known, *seen.box, seen.category, seen.sku, *values(seen)])
            if not shot.objects:
                blank = len(KEYS) + len(ATTRIBUTES) - len(known)
                tell([*known, *[""] * blank])
    write_recipe(recipe, folder=folder)
