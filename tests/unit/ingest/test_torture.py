"""A source with everything wrong with it: each fault is told, none passes, none is fatal."""

import io
import json
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from cartvision.data.checks import faults
from cartvision.data.picture import SPLITS, Picture, Product
from cartvision.data.reader import open_dataset
from cartvision.ingest.__main__ import main
from cartvision.ingest.faults import Reason
from cartvision.ingest.flags import IngestFlags
from cartvision.vision.codec import decode, encode_jpeg, encode_png
from shelves import BOXES, HEIGHT, PRODUCTS, WIDTH, jpeg, shelf, write_source

SOUND = 30
SIZE = f"{WIDTH},{HEIGHT}"


@dataclass
class Source:
    """A folder to which broken things are added."""

    folder: Path

    def picture(self, name: str, content: bytes | None, *, boxes: bool = True) -> None:
        """With the boxes of a sound shelf, so that only the picture is at fault."""
        if content is not None:
            path = self.folder / "images" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        for sides in BOXES if boxes else ():
            self.row(f"{name},{','.join(f'{side:g}' for side in sides)},object,{SIZE}")

    def row(self, line: str | bytes) -> None:
        self.add("annotations.csv", line)

    def add(self, table: str, line: str | bytes) -> None:
        with (self.folder / table).open("ab") as file:
            file.write((line.encode() if isinstance(line, str) else line) + b"\n")


def saved(kind: str, pixels: np.ndarray, **options: object) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A whole header of a picture that is not there."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 999)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


def on_its_side(seed: int) -> bytes:
    """Stored lying, with an EXIF note of how to hold it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved("JPEG", shelf(seed), quality=95, exif=exif)


def with_broken_data(seed: int) -> bytes:
    content = bytearray(encode_png(shelf(seed)))
    content[60:120] = b"\xff" * 60
    return bytes(content)


PICTURES: dict[str, tuple[str, bytes | None, Reason]] = {
    "truncated JPEG": ("a.jpg", jpeg(100)[:-300], Reason.UNREADABLE),
    "truncated PNG": ("a.png", encode_png(shelf(101))[:-200], Reason.UNREADABLE),
    "a PNG with noise in it": ("b.png", with_broken_data(102), Reason.UNREADABLE),
    "a JPEG's start and noise": ("b.jpg", b"\xff\xd8\xff" + b"noise" * 50, Reason.UNREADABLE),
    "0 bytes": ("c.jpg", b"", Reason.EMPTY_FILE),
    "no such file": ("d.jpg", None, Reason.NO_FILE),
    "a web page": ("e.jpg", b"<html>404</html>", Reason.NOT_A_PICTURE),
    "a GIF": ("f.gif", saved("GIF", shelf(103)), Reason.NOT_A_PICTURE),
    "PostScript": ("g.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n", Reason.NOT_A_PICTURE),
    "a bomb": ("h.png", png_that_claims(30_000, 30_000), Reason.TOO_LARGE),
    "16 bits a pixel": (
        "i.png",
        saved("PNG", shelf(104)[..., 0].astype(np.uint16) * 256),
        Reason.STRANGE_PIXELS,
    ),
    "of another size than declared": (
        "j.jpg",
        encode_jpeg(shelf(105)[:32].copy()),
        Reason.WRONG_SIZE,
    ),
    "the same bytes again": ("z.jpg", jpeg(0), Reason.DUPLICATE_PICTURE),
    "out of the folder": ("../secret.jpg", None, Reason.NAME_LEAVES),
    "out of it by a detour": ("x/../../secret.jpg", None, Reason.NAME_LEAVES),
    "an absolute path": ("/etc/hostname", None, Reason.NAME_LEAVES),
    "a Windows path": ("C:\\shelf\\1.jpg", None, Reason.NAME_LEAVES),
}

ROWS: dict[str, tuple[str | bytes, Reason]] = {
    "box far outside": (f"shelf-1.jpg,300,300,330,340,object,{SIZE}", Reason.OUTSIDE),
    "box without width": (f"shelf-2.jpg,10,10,10,40,object,{SIZE}", Reason.NO_AREA),
    "box without height": (f"shelf-2.jpg,10,10,40,10,object,{SIZE}", Reason.NO_AREA),
    "NaN": (f"shelf-3.jpg,nan,10,20,40,object,{SIZE}", Reason.NOT_A_NUMBER),
    "infinity": (f"shelf-3.jpg,inf,10,20,40,object,{SIZE}", Reason.NOT_A_NUMBER),
    "a number too large": (f"shelf-3.jpg,1,1,1e300,40,object,{SIZE}", Reason.OUTSIDE),
    "a word": (f"shelf-3.jpg,wide,10,20,40,object,{SIZE}", Reason.NOT_A_NUMBER),
    "an empty cell": (f"shelf-3.jpg,,10,20,40,object,{SIZE}", Reason.NOT_A_NUMBER),
    "the same box again": (f"shelf-4.jpg,4,6,24,30,object,{SIZE}", Reason.LISTED_TWICE),
    "a column short": ("shelf-5.jpg,10,10,20,40,object,96", Reason.WRONG_COLUMNS),
    "a column too many": (f"shelf-5.jpg,10,10,20,40,object,{SIZE},1", Reason.WRONG_COLUMNS),
    "another picture's size": ("shelf-6.jpg,9,9,19,39,object,640,480", Reason.WRONG_SIZE),
    "a size that is no number": ("shelf-6.jpg,9,9,19,39,object,wide,high", Reason.WRONG_SIZE),
    "not UTF-8": (b"shelf-7.jpg,9,9,19,39,caf\xe9," + SIZE.encode(), Reason.NOT_TEXT),
    "a NUL": (b"shelf-7.jpg,9,9,19,39,\0," + SIZE.encode(), Reason.NOT_TEXT),
}

TABLES: dict[str, tuple[str, str, Reason]] = {
    "details of no box": (
        "attributes.csv", "shelf-8.jpg,1,1,9,9,Drinks > Soda,x,1,0", Reason.NO_SUCH_BOX,
    ),
    "details of no picture": (
        "attributes.csv", "ghost.jpg,1,1,9,9,Drinks > Soda,x,1,0", Reason.NO_SUCH_BOX,
    ),
    "details with a column short": (
        "attributes.csv", "shelf-8.jpg,4,6,24,30,Drinks > Soda,x,1", Reason.WRONG_COLUMNS,
    ),
    "details again": (
        "attributes.csv", "shelf-8.jpg,4,6,24,30,Drinks > Soda,x,1,0", Reason.LISTED_TWICE,
    ),
    "two groups": ("pictures.csv", "shelf-9.jpg,another,,", Reason.LISTED_TWICE),
    "a picture's row with a column short": ("pictures.csv", "shelf-9.jpg,x", Reason.WRONG_COLUMNS),
}  # fmt: skip


def torture(source: Source) -> None:
    for name, content, _ in PICTURES.values():
        source.picture(name, content)
    for line, _ in ROWS.values():
        source.row(line)
    for table, line, _ in TABLES.values():
        source.add(table, line)
    (source.folder / "images" / "lost.jpg").write_bytes(jpeg(107))
    source.row(f"lost.jpg,200,200,210,210,object,{SIZE}")


@pytest.fixture(scope="module")
def ingested(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("torture")
    write_source(root / "source", count=SOUND)
    (root / "source" / "secret.jpg").write_bytes(jpeg(108))
    (root / "source" / "images" / "link.jpg").symlink_to("/etc/hostname")
    torture(Source(root / "source"))
    run(root)
    return root


def run(root: Path) -> None:
    main(
        IngestFlags(
            source=[str(root / "source")],
            format=["sku110k"],
            dataset=root / "d",
            report=root / "report",
            max_broken=1,
        )
    )


def told(root: Path) -> Iterator[dict[str, str]]:
    for line in (root / "report" / "quarantine.jsonl").read_text().splitlines():
        yield json.loads(line)


def kept(root: Path) -> dict[str, Picture]:
    dataset = open_dataset(root / "d")
    return {one.path: one for split in SPLITS for one in dataset.pictures(split)}


def test_there_are_many_kinds() -> None:
    assert len(PICTURES) + len(ROWS) + len(TABLES) >= 25


def test_exactly_the_sound_pictures_come_in_and_they_come_whole(ingested: Path) -> None:
    assert list(faults(open_dataset(ingested / "d"))) == []
    pictures = kept(ingested)
    assert pictures.keys() == {f"images/shelf-{number}.jpg" for number in range(SOUND)}
    for number in range(SOUND):
        picture = pictures[f"images/shelf-{number}.jpg"]
        assert (picture.encoded, picture.objects) == (jpeg(number), PRODUCTS)


@pytest.mark.parametrize("kind", PICTURES)
def test_a_broken_picture_is_told_with_its_reason(ingested: Path, kind: str) -> None:
    name, _, reason = PICTURES[kind]
    found = [line["reason"] for line in told(ingested)
             if line["picture"] in (name, f"images/{name}")]  # fmt: skip
    assert found == [reason]


@pytest.mark.parametrize("kind", ROWS)
def test_a_broken_row_is_told_with_its_reason(ingested: Path, kind: str) -> None:
    line, reason = ROWS[kind]
    text = line if isinstance(line, str) else line.decode(errors="backslashreplace")
    assert [one["reason"] for one in told(ingested) if one["row"] == text] == [reason]


@pytest.mark.parametrize("kind", TABLES)
def test_a_broken_row_of_another_table_is_told_too(ingested: Path, kind: str) -> None:
    _, line, reason = TABLES[kind]
    assert [one["reason"] for one in told(ingested) if one["row"] == line] == [reason]


def test_a_picture_of_which_every_row_is_broken_is_left_out(ingested: Path) -> None:
    found = [line["reason"] for line in told(ingested) if "lost.jpg" in line["picture"]]
    assert found == [Reason.NO_ROW_LEFT, Reason.OUTSIDE]


def test_nothing_else_is_told(ingested: Path) -> None:
    extra = 2  # the picture above and its row
    assert len(list(told(ingested))) == len(PICTURES) + len(ROWS) + len(TABLES) + extra


def swapped(source: Source) -> None:
    source.picture("m.jpg", jpeg(200), boxes=False)
    source.row(f"m.jpg,52,30,30,6,object,{SIZE}")


def partly_outside(source: Source) -> None:
    source.picture("m.jpg", jpeg(200), boxes=False)
    source.row(f"m.jpg,80,50,104,70,object,{SIZE}")


def turned(source: Source) -> None:
    source.picture("m.jpg", on_its_side(200), boxes=False)
    source.row(f"m.jpg,4,6,24,30,object,{SIZE}")


def turned_with_upright_boxes(source: Source) -> None:
    source.picture("m.jpg", on_its_side(200), boxes=False)
    source.row(f"m.jpg,4,6,24,30,object,{HEIGHT},{WIDTH}")


def webp(source: Source) -> None:
    source.picture("m.jpg", saved("WEBP", shelf(200), lossless=True), boxes=False)
    source.row(f"m.jpg,4,6,24,30,object,{SIZE}")


def no_time(source: Source) -> None:
    source.picture("m.jpg", jpeg(200), boxes=False)
    source.row(f"m.jpg,4,6,24,30,object,{SIZE}")
    source.add("pictures.csv", "m.jpg,store-1,yesterday,")


def unknown_value(source: Source) -> None:
    source.picture("m.jpg", jpeg(200), boxes=False)
    source.row(f"m.jpg,4,6,24,30,object,{SIZE}")
    source.add("attributes.csv", "m.jpg,4,6,24,30,,,perhaps,0")


MENDED: list[tuple[Callable[[Source], None], Reason, Product]] = [
    (swapped, Reason.SWAPPED, Product((30, 6, 52, 30), attributes=(-1, -1))),
    (partly_outside, Reason.PARTLY_OUTSIDE, Product((80, 50, 96, 64), attributes=(-1, -1))),
    (turned, Reason.TURNED, Product((34, 4, 58, 24), attributes=(-1, -1))),
    (turned_with_upright_boxes, Reason.TURNED, Product((4, 6, 24, 30), attributes=(-1, -1))),
    (webp, Reason.OTHER_KIND, Product((4, 6, 24, 30), attributes=(-1, -1))),
    (no_time, Reason.BAD_TIME, Product((4, 6, 24, 30), attributes=(-1, -1))),
    (unknown_value, Reason.UNKNOWN_VALUE, Product((4, 6, 24, 30), attributes=(-1, 0))),
]


@pytest.mark.parametrize(
    ("damage", "reason", "product"), [pytest.param(*one, id=one[0].__name__) for one in MENDED]
)
def test_what_can_be_put_right_is_kept_and_told(tmp_path, damage, reason, product) -> None:
    write_source(tmp_path / "source", count=6)
    damage(Source(tmp_path / "source"))
    run(tmp_path)
    assert [(line["reason"], bool(line["mended"])) for line in told(tmp_path)] == [(reason, True)]
    picture = kept(tmp_path)["images/m.jpg"]
    assert picture.objects == (product,)
    assert list(faults(open_dataset(tmp_path / "d"))) == []
    pixels = decode(picture.encoded).astype(int)
    upright = np.rot90(shelf(200), 3) if reason is Reason.TURNED else shelf(200)
    assert pixels.shape == upright.shape
    assert np.abs(pixels - upright).mean() < 6
