"""YOLO: data.yaml, images/ and labels/, with attributes and pictures in tables beside them."""

from collections.abc import Iterable
from pathlib import Path

import yaml

from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.scene import Shot
from cartvision.synthesize.sight import Seen
from cartvision.synthesize.writing import (
    PICTURE_KEYS,
    TAXONOMY,
    Recipe,
    picture_row,
    table,
    values,
    write_picture,
    write_recipe,
)

KEYS = ["image", "cx", "cy", "w", "h", "category", "sku"]


def write(shots: Iterable[Shot], *, folder: Path, recipe: Recipe) -> None:
    (folder / "labels").mkdir()
    with (
        table(folder / "attributes.csv", [*KEYS, *ATTRIBUTES]) as describe,
        table(folder / "pictures.csv", PICTURE_KEYS) as tell,
    ):
        for shot in shots:
            write_picture(shot, folder=folder / "images")
            tell(picture_row(shot))
            lines = []
            for seen in shot.objects:
                box = _shares(seen, shot=shot)
                lines.append(" ".join([str(TAXONOMY.index(seen.category)), *box]) + "\n")
                describe([shot.name, *box, seen.category, seen.sku, *values(seen)])
            (folder / "labels" / f"{Path(shot.name).stem}.txt").write_text("".join(lines))
    names = dict(enumerate(TAXONOMY))
    said = {"path": ".", "train": "images", "val": "images", "names": names}
    (folder / "data.yaml").write_text(yaml.safe_dump(said, sort_keys=False))
    write_recipe(recipe, folder=folder)


def _shares(seen: Seen, *, shot: Shot) -> list[str]:
    """Centre and size in shares of the picture, with all digits: the pixels return exactly."""
    x1, y1, x2, y2 = seen.box
    wide, tall = shot.width, shot.height
    shares = ((x1 + x2) / 2 / wide, (y1 + y2) / 2 / tall, (x2 - x1) / wide, (y2 - y1) / tall)
    return [repr(share) for share in shares]
