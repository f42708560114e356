"""The page of augment: what it says, in which order, and that its pictures show what they must."""

import base64
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import numpy as np
import pytest
from PIL import Image

from cartvision.augment.policy import Policy
from cartvision.augment.report import show
from cartvision.augment.tally import Tally, together
from cartvision.data.picture import NA
from cartvision.vision.drawing import BLUE, GREEN
from shelves import PRODUCTS, picture, shelf

POLICY = Policy.model_validate(
    {
        "longest": 1280,
        "jpeg_quality": [60, 95],
        "border": "edge",
        "keep": {"visible": 0.35, "readable": 0.7, "lost": 0.5},
        "geometry": [
            {
                "Affine": {
                    "scale": [0.85, 1.2],
                    "translate_px": {"x": [-3, 3], "y": [0, 0]},
                    "p": 0.6,
                }
            }
        ],
        "occlusion": [{"one_of": [{"Tape": {}}, {"Hand": None}], "p": 0.25}],
        "appearance": [{"RandomShadow": {"shadow_roi": [0, 0, 1, 1]}}],
    }
)
TALLY = Tally.model_validate(
    {
        "parents": 4,
        "pictures": 40,
        "products_expected": 1600,
        "dropped": 160,
        "unreadable": 72,
        "redrawn": 3,
        "categories": {
            "before": {"Drinks > Soda": 120, "Food > Chips": 40},
            "after": {"Drinks > Soda": 900, "Food > Chips": 540},
        },
        "skus": {
            "before": {f"sku-{n:02}": n + 1 for n in range(20)},
            "after": {f"sku-{n:02}": 50 for n in range(20)},
        },
        "applied": {"Affine": 18, "Tape": 9},
        "instances": {2: 1, 8: 1, 15: 2},
    }
)
NOTHING = together([])


class Read(HTMLParser):
    """Texts by tag, rows of tables, and the pictures by the section they are in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tag = ""
        self.texts: dict[str, list[str]] = {}
        self.rows: list[list[str]] = []
        self.pictures: dict[str, list[np.ndarray]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tag = tag
        if tag == "tr":
            self.rows.append([])
        if tag == "td":
            self.rows[-1].append("")
        if tag == "img":
            encoded = (dict(attrs)["src"] or "").split(",")[1]
            with Image.open(io.BytesIO(base64.b64decode(encoded))) as shown:
                pixels = np.asarray(shown.convert("RGB"))
            self.pictures.setdefault(self.texts["h2"][-1], []).append(pixels)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.setdefault(self.tag, []).append(data.strip())
            if self.tag == "td":
                self.rows[-1][-1] = data.strip()

    def row(self, transform: str) -> list[str]:
        (found,) = [row for row in self.rows if transform in row[:2]]
        return found


def shown(
    tally: Tally = TALLY, *, balance: str = "sku", families=(), alone=(), policy: Policy = POLICY
) -> Read:
    return Read(
        show(
            tally,
            policy=policy,
            families=families,
            alone=alone,
            balance=balance,
            fingerprint="b732074e490a5c0ffee",
        )
    )


def test_the_key_figures() -> None:
    said = shown()
    assert said.texts["p"][0] == "dataset b732074e490a, balanced by SKUs"
    assert dict(zip(said.texts["dt"], said.texts["dd"], strict=True)) == {
        "pictures": "4 → 40",
        "products": "1,440",
        "products dropped": "10.0%",
        "attributes made NA": "5.0%",
        "drawn again": "3",
        "effective SKUs": "16.9 → 20.0",
        "rarest tenth": "× 7.0",
    }


def test_where_no_products_are_known_none_are_counted() -> None:
    whole = TALLY.model_copy(update={"products_expected": 0, "dropped": 0, "unreadable": 0})
    said = shown(whole, balance="none").texts["dt"]
    assert said == ["pictures", "drawn again", "effective categories"]


SECTIONS = [
    "How frequent the categories are",
    "How frequent the SKUs are",
    "The rarest SKUs",
    "Instances of each picture",
    "The policy",
    "The policy's rules",
]


@pytest.mark.parametrize(
    ("tally", "balance", "sections"),
    [
        pytest.param(TALLY, "sku", SECTIONS, id="balanced by SKUs"),
        pytest.param(
            TALLY,
            "category",
            [title.replace("rarest SKUs", "rarest categories") for title in SECTIONS],
            id="balanced by categories",
        ),
        pytest.param(TALLY, "none", [*SECTIONS[:2], *SECTIONS[4:]], id="not balanced"),
        pytest.param(NOTHING, "sku", SECTIONS[4:], id="a part without train pictures"),
    ],
)
def test_the_sections(tally, balance, sections) -> None:
    assert shown(tally, balance=balance).texts["h2"] == sections


def test_the_rarest_classes_before_and_after() -> None:
    rows = shown().rows
    first = rows.index(["sku-00", "1", "50", "0.476%", "5.000%", "× 10.5"])
    assert [row[0] for row in rows[first : first + 15]] == [f"sku-{n:02}" for n in range(15)]
    assert not [row for row in rows if "sku-15" in row]


@pytest.mark.parametrize(
    ("transform", "row"),
    [
        pytest.param(
            "Affine",
            [
                "geometry",
                "Affine",
                "scale 0.85 to 1.2; translate px (x -3 to 3; y 0)",
                "60%",
                "50.0%",
            ],
            id="by itself",
        ),
        pytest.param("Tape", ["occlusion", "Tape", "", "12.5%", "25.0%"], id="one of two"),
        pytest.param("or Hand", ["occlusion", "or Hand", "", "12.5%", "0.0%"], id="or the other"),
        pytest.param(
            "RandomShadow",
            ["appearance", "RandomShadow", "shadow roi 0, 0, 1, 1", "50%", "0.0%"],
            id="as probable as the library has it",
        ),
    ],
)
def test_a_transform_in_words_with_its_probability_and_how_often_it_came(transform, row) -> None:
    assert shown().row(transform) == row


def test_the_rules_of_the_policy() -> None:
    values = [row[-1] for row in shown().rows[-6:]]
    assert values == ["35%", "70%", "50%", "1280 pixels", "its last pixels", "60 to 95"]
    grey = shown(policy=POLICY.model_copy(update={"border": 114}))
    assert grey.rows[-2][-1] == "grey 114"


def has(pixels: np.ndarray, colour: tuple[int, int, int]) -> bool:
    """Lines are drawn smoothly: near is enough."""
    return bool((np.abs(pixels.astype(int) - colour).max(axis=-1) < 40).any())


def test_a_family_is_its_original_and_five_copies_with_their_boxes() -> None:
    unread = replace(PRODUCTS[0], attributes=(NA, NA))
    family = [picture(1, products=PRODUCTS[1:2])] + [picture(n, products=()) for n in range(2, 9)]
    family[4:6] = [picture(4, products=(unread,)), picture(5, products=PRODUCTS[2:])]
    (sheet,) = shown(families=[family]).pictures["Originals and their copies"]
    tiles = [tile for row in np.array_split(sheet, 2) for tile in np.array_split(row, 3, axis=1)]
    below = [tile[20:] for tile in tiles]  # the words on top
    assert [has(tile, GREEN) for tile in below] == [True, False, False, False, False, True]
    assert [has(tile, BLUE) for tile in below] == [False, False, False, False, True, False]


def test_every_transform_has_its_picture() -> None:
    alone = [(f"Transform{n}", np.full_like(shelf(n), 40 * n)) for n in range(5)]
    (sheet,) = shown(alone=alone).pictures["What each transform does"]
    rows = [np.array_split(row, 4, axis=1) for row in np.array_split(sheet, 2)]
    middles = [tile[tile.shape[0] // 2, tile.shape[1] // 2, 0] for row in rows for tile in row]
    assert middles == [0, 40, 80, 120, 160, 255, 255, 255]


def test_the_page_says_the_same_twice() -> None:
    families = [[picture(1), picture(2)]]
    pages = [
        show(TALLY, policy=POLICY, families=families, alone=(), balance="sku", fingerprint="f")
        for _ in range(2)
    ]
    assert pages[0] == pages[1]
    assert not re.search(r"(src|href)=\"(?!data:)", pages[0])
