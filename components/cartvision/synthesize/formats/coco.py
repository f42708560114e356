"""COCO: annotations/instances.json, with the attributes, SKUs and stores as further keys."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TextIO

from cartvision.data.picture import NA
from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.scene import Shot
from cartvision.synthesize.sight import Seen
from cartvision.synthesize.writing import LICENCE, TAXONOMY, Recipe, write_picture, write_recipe


def write(shots: Iterable[Shot], *, folder: Path, recipe: Recipe) -> None:
    """The annotations wait in a file of their own until all images are told."""
    (folder / "annotations").mkdir()
    waiting = folder / "annotations.waiting"
    with (folder / "annotations" / "instances.json").open("w") as out:
        out.write(_head())
        with waiting.open("w") as aside:
            _stream(shots, folder=folder, images=out, annotations=aside)
        out.write('\n],\n"annotations": [')
        with waiting.open() as aside:
            shutil.copyfileobj(aside, out)
        out.write("\n]}\n")
    waiting.unlink()
    write_recipe(recipe, folder=folder)


def _head() -> str:
    head = {
        "info": {"description": "A procedural store, drawn by CartVision"},
        "licenses": [{"id": 1, "name": LICENCE}],
        "attributes": list(ATTRIBUTES),
        "categories": [_category(number) for number in range(len(TAXONOMY))],
    }
    return json.dumps(head, indent=1).removesuffix("\n}") + ',\n"images": ['


def _stream(shots: Iterable[Shot], *, folder: Path, images: TextIO, annotations: TextIO) -> None:
    count = 0
    for number, shot in enumerate(shots, start=1):
        write_picture(shot, folder=folder / "images")
        images.write(",\n" if number > 1 else "\n")
        images.write(json.dumps(_image(shot, number=number)))
        for seen in shot.objects:
            count += 1
            annotations.write(",\n" if count > 1 else "\n")
            annotations.write(json.dumps(_annotation(seen, image=number, number=count)))


def _category(number: int) -> dict[str, Any]:
    above, _, name = TAXONOMY[number].rpartition(" > ")
    return {"id": number + 1, "name": name, "supercategory": above}


def _image(shot: Shot, *, number: int) -> dict[str, Any]:
    return {
        "id": number,
        "file_name": shot.name,
        "width": shot.width,
        "height": shot.height,
        "license": 1,
        "date_captured": shot.captured_at.isoformat(),
        "group": shot.group,
    }


def _annotation(seen: Seen, *, image: int, number: int) -> dict[str, Any]:
    x1, y1, x2, y2 = seen.box
    known = (None if value == NA else value for value in seen.attributes)
    return {
        "id": number,
        "image_id": image,
        "category_id": TAXONOMY.index(seen.category) + 1,
        "bbox": [x1, y1, x2 - x1, y2 - y1],
        "area": (x2 - x1) * (y2 - y1),
        "iscrowd": 0,
        "sku": seen.sku,
        "attributes": dict(zip(ATTRIBUTES, known, strict=True)),
    }
