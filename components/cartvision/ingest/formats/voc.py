"""Pascal VOC: Annotations/*.xml, JPEGImages/, and official splits in ImageSets/Main/*.txt.

Without Annotations/ every XML file beside a picture is read, with splits by the folders' names.
Coordinates are taken as they stand: labelling tools count pixels from 0, whatever the standard
says. `difficult`, `truncated` and `pose` speak of the photograph, not of the product: not read.

Told beyond the standard: `sku` and `attributes` of an object, the latter as CVAT writes them
(`<attribute><name>has_cap</name><value>1</value></attribute>`); `group`, `captured_at` and
`licence` of the picture.
"""

from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from cartvision.data.picture import SPLITS, Box, Split
from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Format, Hints, Listed, Statement, number, size
from cartvision.ingest.faults import BrokenError, Reason
from cartvision.ingest.formats._names import Names, split_in
from cartvision.ingest.source import Source

LAYOUT = "the voc format is Annotations/*.xml and JPEGImages/"
FOLDERS = ("Annotations/", "annotations/")
PICTURES = ("JPEGImages/", "images/")
DEEPEST = 32  # elements within each other
SIDES = ("xmin", "ymin", "xmax", "ymax")

Element = ElementTree.Element


def read(source: Source, hints: Hints) -> Iterator[Statement]:  # noqa: ARG001 - every reader's signature
    folder = next((folder for folder in FOLDERS if next(source.keys(folder), None)), "")
    keys = list(source.keys(folder, ending=".xml"))
    if not keys:
        raise InputError(f"{source.uri} has no {folder or FOLDERS[0]}*.xml: {LAYOUT}")
    names = Names(source, places=(*PICTURES, ""))
    for key in keys:
        yield from _annotation(source, key, names=names)
    for split in SPLITS:
        yield from _official(source, split, folder=folder, names=names)
    yield from names.several()


FORMAT = Format(read)


class _Careful(ElementTree.TreeBuilder):
    """Builds no tree of a file that declares entities, or is deeper than any annotation."""

    depth = 0

    def doctype(self, name: str, pubid: str, system: str) -> None:  # noqa: ARG002 - expat's signature
        raise BrokenError(Reason.BAD_ANNOTATION)

    def start(self, tag: str, attrs: dict[str, str]) -> Element:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BrokenError(Reason.BAD_ANNOTATION)
        return super().start(tag, attrs)

    def end(self, tag: str) -> Element:
        self.depth -= 1
        return super().end(tag)


def _annotation(source: Source, key: str, *, names: Names) -> Iterator[Statement]:
    try:
        root = _parsed(source.path(key))
    except BrokenError as error:
        yield Listed(_picture(key, "", names=names), fault=error.reason, row=key)
        return
    picture = _picture(key, _text(root, "filename"), names=names)
    yield Listed(
        picture,
        group=_text(root, "group"),
        split=None if key.startswith(FOLDERS) else split_in(key),
        captured_at=_text(root, "captured_at"),
        licence=_text(root, "licence"),
        size=_size(root),
        row=key,
    )
    yield from (_claim(picture, element) for element in root.iterfind("object"))


def _parsed(path: Path) -> Element:
    encoded = path.read_bytes()
    try:
        parser = ElementTree.XMLParser(target=_Careful())  # noqa: S314 - declarations, which bombs are made of, are refused
        root: Element = ElementTree.fromstring(encoded, parser)  # noqa: S314 - as above
    except (ElementTree.ParseError, ValueError, LookupError):
        raise BrokenError(_why(encoded)) from None
    if root.tag != "annotation":
        raise BrokenError(Reason.BAD_ANNOTATION)
    return root


def _why(encoded: bytes) -> Reason:
    try:
        encoded.decode()
    except UnicodeDecodeError:
        return Reason.NOT_TEXT
    return Reason.BAD_ANNOTATION


def _picture(key: str, filename: str, *, names: Names) -> str:
    """The picture that is named; people rename both files, so else the one of the XML's name.

    A path may be one of the machine that wrote it: its end counts, unless it climbs.
    """
    path = PurePosixPath(key)
    if not filename:
        return names.find(path.stem, str(path.with_suffix("")))
    parts = PurePosixPath(filename.replace("\\", "/")).parts
    if ".." in parts:
        return filename
    ends = ["/".join(parts[start:]) for start in range(1, len(parts))]
    return names.find(filename, *ends, *(str(path.parent / end) for end in parts[-1:]), path.stem)


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _size(root: Element) -> tuple[int, int] | None:
    width, height = _text(root, "size/width"), _text(root, "size/height")
    return size(width, height) if width and height else None


def _claim(picture: str, element: Element) -> Claim:
    return Claim(
        picture,
        _row(element),
        box=_box(element),
        category=_text(element, "name"),
        sku=_text(element, "sku"),
        attributes={
            _text(one, "name"): _text(one, "value")
            for one in element.iterfind("attributes/attribute")
        },
    )


def _box(element: Element) -> Box:
    """The sides by their names, for tools write them in any order."""
    x1, y1, x2, y2 = (number(_text(element, f"bndbox/{side}")) for side in SIDES)
    return x1, y1, x2, y2


def _row(element: Element) -> str:
    return " ".join(ElementTree.tostring(element, encoding="unicode").split())


def _official(source: Source, split: Split, *, folder: str, names: Names) -> Iterator[Listed]:
    """What a list of names says; one that has no XML is left out."""
    key = f"ImageSets/Main/{split}.txt"
    if not source.has(key):
        return
    for line in source.lines(key):
        name = line.text.split(maxsplit=1)[0] if line.text.strip() else ""
        missing = not source.has(f"{folder}{name}.xml")
        fault = Reason.BAD_ANNOTATION if missing else None
        yield Listed(names.find(name), split=split, fault=fault, row=line.text)
