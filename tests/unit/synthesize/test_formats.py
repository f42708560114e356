"""Each layout as its own tools read it: ours are extensions, not a dialect."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from pycocotools.coco import COCO

from cartvision.data.picture import NA, SPLITS
from cartvision.data.reader import open_dataset
from cartvision.synthesize.catalogue import ATTRIBUTES
from cartvision.synthesize.scene import Shot, shoot
from cartvision.synthesize.sight import Seen
from cartvision.synthesize.writing import TAXONOMY, write_store

COLA, CHIPS = "Drinks > Soda > Cola", "Food > Snacks > Chips"
VALUES = tuple((1, 0, NA)[number % 3] for number in range(len(ATTRIBUTES)))
SEEN = (
    Seen((3, 5, 40, 61), COLA, "cola-1", VALUES),
    Seen((0, 0, 213, 160), CHIPS, "chips-1", VALUES),
)


@pytest.fixture(scope="module")
def drawn() -> list[Shot]:
    """A picture with two known products, and one without any."""
    shot = shoot(0, seed=1, size=160)
    size = {"width": 213, "height": 160}
    full = {"name": "store-01-00000.jpg", "group": "store-01", "objects": SEEN}
    empty = {"name": "store-02-00001.jpg", "group": "store-02", "objects": ()}
    return [Shot(**{**vars(shot), **size, **one}) for one in (full, empty)]


def _written(drawn: list[Shot], folder: Path, *, layout: str) -> Path:
    write_store(drawn, folder=folder / layout, layout=layout, recipe={"seed": 1})
    return folder / layout


def test_pycocotools_reads_the_coco_file(
    tmp_path: Path, drawn: list[Shot], capsys: pytest.CaptureFixture[str]
):
    coco = COCO(_written(drawn, tmp_path, layout="coco") / "annotations" / "instances.json")
    capsys.readouterr()  # it talks
    assert [coco.imgs[1]["file_name"], len(coco.imgToAnns[1])] == ["store-01-00000.jpg", 2]
    assert (len(coco.imgs), coco.imgToAnns[2]) == (2, [])
    first, second = coco.imgToAnns[1]
    assert (first["bbox"], first["area"], second["bbox"]) == (
        [3, 5, 37, 56],
        2072,
        [0, 0, 213, 160],
    )
    category = coco.loadCats(first["category_id"])[0]
    assert (category["supercategory"], category["name"]) == ("Drinks > Soda", "Cola")
    assert list(first["attributes"].values())[:3] == [1, 0, None]


def test_yolo_lines_are_class_centre_and_size(tmp_path: Path, drawn: list[Shot]):
    folder = _written(drawn, tmp_path, layout="yolo")
    names = yaml.safe_load((folder / "data.yaml").read_text())["names"]
    lines = (folder / "labels" / "store-01-00000.txt").read_text().splitlines()
    kind, *shares = lines[0].split()
    assert names[int(kind)] == COLA
    assert [float(share) for share in shares] == pytest.approx(
        [21.5 / 213, 33 / 160, 37 / 213, 56 / 160], abs=1e-15
    )
    assert lines[1].split()[1:] == ["0.5", "0.5", "1.0", "1.0"]
    assert (folder / "labels" / "store-02-00001.txt").read_text() == ""
    assert list(names.values()) == list(TAXONOMY)


def test_voc_has_an_object_for_each_product(tmp_path: Path, drawn: list[Shot]):
    folder = _written(drawn, tmp_path, layout="voc")
    root = ElementTree.parse(folder / "Annotations" / "store-01-00000.xml").getroot()  # noqa: S314 - ours
    first, _ = root.iterfind("object")
    sides = [first.findtext(f"bndbox/{side}") for side in ("xmin", "ymin", "xmax", "ymax")]
    assert (first.findtext("name"), sides) == (COLA, ["3", "5", "40", "61"])
    values = [one.findtext("value") for one in first.iterfind("attributes/attribute")]
    assert values[:3] == ["1", "0", "NA"]
    assert (root.findtext("filename"), root.findtext("size/width")) == ("store-01-00000.jpg", "213")
    assert (folder / "JPEGImages" / "store-01-00000.jpg").read_bytes() == drawn[0].encoded


def test_the_wide_table_has_a_row_for_each_product_and_each_empty_picture(
    tmp_path: Path, drawn: list[Shot]
):
    table = (_written(drawn, tmp_path, layout="attributes") / "products.csv").read_text()
    header, first, _, empty = (line.split(",") for line in table.splitlines())
    said = dict(zip(header, first, strict=True))
    assert (said["image"], said["x2"], said["sku"]) == ("store-01-00000.jpg", "40", "cola-1")
    assert [said[name] for name in ATTRIBUTES[:3]] == ["1", "0", "NA"]
    assert empty[0] == "store-02-00001.jpg"
    assert set(empty[4:]) == {""}


def test_a_store_keeps_its_split_whatever_is_drawn_of_it(tmp_path: Path):
    first = [shoot(number, seed=1, size=160) for number in range(4)]
    again = [shoot(number, seed=2, size=160) for number in range(8)]
    split: dict[str, str] = {}
    for number, shots in enumerate((first, again)):
        dataset = open_dataset(_written(shots, tmp_path / str(number), layout="dataset"))
        for name in SPLITS:
            for picture in dataset.pictures(name):
                assert split.setdefault(picture.group, name) == name
    assert len(split) > 2


def test_the_recipe_says_what_was_drawn(tmp_path: Path, drawn: list[Shot]):
    folder = _written(drawn, tmp_path, layout="voc")
    assert json.loads((folder / "synthetic.json").read_text()) == {"seed": 1}
