"""Pascal VOC: an XML file for each picture of JPEGImages/; attributes as CVAT writes them."""

from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.scene import Shot
from cartvision.synthesize.sight import Seen
from cartvision.synthesize.writing import (
    LICENCE,
    Recipe,
    values,
    write_picture,
    write_recipe,
)

SIDES = ("xmin", "ymin", "xmax", "ymax")

Element = ElementTree.Element


def write(shots: Iterable[Shot], *, folder: Path, recipe: Recipe) -> None:
    (folder / "Annotations").mkdir()
    for shot in shots:
        write_picture(shot, folder=folder / "JPEGImages")
        tree = ElementTree.ElementTree(_annotation(shot))
        ElementTree.indent(tree)
        path = folder / "Annotations" / f"{Path(shot.name).stem}.xml"
        tree.write(path, encoding="utf-8", xml_declaration=True)
    write_recipe(recipe, folder=folder)


def _annotation(shot: Shot) -> Element:
    root = Element("annotation")
    _add(root, folder="JPEGImages", filename=shot.name)
    size = ElementTree.SubElement(root, "size")
    _add(size, width=shot.width, height=shot.height, depth=3)
    _add(root, segmented=0)
    _add(root, group=shot.group, captured_at=shot.captured_at.isoformat(), licence=LICENCE)
    for seen in shot.objects:
        _add_object(root, seen)
    return root


def _add_object(root: Element, seen: Seen) -> None:
    element = ElementTree.SubElement(root, "object")
    _add(element, name=seen.category, pose="Unspecified", truncated=0, difficult=0)
    box = ElementTree.SubElement(element, "bndbox")
    _add(box, **dict(zip(SIDES, seen.box, strict=True)))
    _add(element, sku=seen.sku)
    attributes = ElementTree.SubElement(element, "attributes")
    for name, value in zip(ATTRIBUTES, values(seen), strict=True):
        _add(ElementTree.SubElement(attributes, "attribute"), name=name, value=value)


def _add(element: Element, **texts: str | int) -> None:
    for name, text in texts.items():
        ElementTree.SubElement(element, name).text = str(text)
