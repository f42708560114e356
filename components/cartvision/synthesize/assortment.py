"""The small brands that fill a real store: a table of kinds, and lines invented from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

import cv2
import numpy as np

from cartvision.synthesize.goods import Line, Motif, Shape

SEED = 20_250_303  # the assortment is one and the same for every seed of pictures
ONSETS = ("b", "br", "c", "d", "dr", "f", "g", "gl", "k", "l", "m", "n", "p", "r", "s", "st", "t",
          "v", "z")  # fmt: skip
VOWELS = ("a", "e", "i", "o", "u", "ia", "io")
CODAS = ("", "", "l", "n", "r", "s", "x")


@dataclass(frozen=True)
class Kind:
    """What the lines of one corner of the store have in common."""

    category: str
    shape: Shape
    size: tuple[float, float]  # width, height in centimetres; lines differ by a fifth
    flavours: tuple[str, ...]
    lines: int = 8
    cap: float = 0.0  # share of the lines with a screw cap
    clear: float = 0.0  # share of the lines that show what is inside


KINDS = (
    Kind("Drinks > Soda > Cola", "multipack", (20, 13), ("Classic", "Zero", "Light"), lines=6),
    Kind("Drinks > Soda > Energy", "can", (5.6, 15), ("Original", "Sugarfree", "Mango", "Berry")),
    Kind("Drinks > Water", "bottle", (8, 27), ("Still", "Medium", "Sparkling"), cap=1, clear=1),
    Kind("Drinks > Juice", "carton", (8, 23), ("Orange", "Apple", "Multi", "Peach"), 12, cap=0.8),
    Kind("Drinks > Juice", "bottle", (7.5, 21), ("Carrot", "Mango", "Beet"), 8, cap=1, clear=0.9),
    Kind("Drinks > Milk", "carton", (8, 22), ("Whole", "Light", "Soy", "Almond"), 12, cap=0.6),
    Kind("Drinks > Beer", "wine", (6.2, 23), ("Lager", "Pale Ale", "Wheat", "Stout"), 10),
    Kind("Drinks > Beer", "multipack", (21, 22), ("Lager", "Alcohol free"), lines=6),
    Kind("Drinks > Wine", "wine", (7.6, 31), ("Rosso", "Bianco", "Rosato"), 14),
    Kind("Drinks > Tea", "box", (13, 8), ("Earl Grey", "Mint", "Chai", "Rooibos"), 10),
    Kind("Food > Fresh > Yoghurt", "tub", (7.5, 9), ("Plain", "Cherry", "Vanilla", "Peach"), 14),
    Kind("Food > Fresh > Butter", "tub", (12, 6), ("Salted", "Unsalted", "Soft"), 6),
    Kind("Food > Fresh > Cheese", "tray", (14, 19), ("Gouda", "Edam", "Brie"), 8, clear=1),
    Kind("Food > Fresh > Meat", "tray", (20, 14), ("Ham", "Turkey", "Salami"), 8, clear=1),
    Kind("Food > Fresh > Eggs", "eggs", (25, 8), ("Ten", "Free range"), 6),
    Kind("Food > Snacks > Chips", "bag", (18, 26), ("Salt", "Cheese", "Chili", "Herbs"), 16),
    Kind("Food > Snacks > Chips", "canister", (7.8, 23), ("Original", "Onion", "Hot"), 6),
    Kind("Food > Snacks > Biscuits", "box", (18, 7), ("Choco", "Butter", "Lemon", "Oat"), 14),
    Kind("Food > Snacks > Chocolate", "box", (9, 17), ("Milk", "Dark", "Nuts", "Mint"), 12),
    Kind("Food > Snacks > Candy", "pouch", (13, 18), ("Bears", "Sour", "Liquorice"), 12, clear=0.3),
    Kind("Food > Breakfast > Cereal", "box", (19, 29), ("Corn", "Muesli", "Crunch", "Rings"), 16),
    Kind("Food > Breakfast > Coffee", "pouch", (9, 22), ("Crema", "Espresso", "Mild"), 10),
    Kind("Food > Breakfast > Spreads", "jar", (8, 12), ("Honey", "Fig", "Nougat"), 8, 1, 0.8),
    Kind("Food > Pantry > Canned > Beans", "can", (7.5, 11), ("Corn", "Peas", "Lentils"), 10),
    Kind("Food > Pantry > Canned > Tomatoes", "can", (7.5, 11), ("Whole", "Chopped"), 8),
    Kind("Food > Pantry > Sauces", "jar", (7.5, 14), ("Curry", "Salsa", "Olive"), 8, 1, 0.8),
    Kind("Food > Pantry > Oil", "wine", (7, 27), ("Olive", "Rapeseed", "Sunflower"), 8),
    Kind("Food > Pantry > Pasta", "box", (9, 24), ("Spaghetti", "Rigatoni", "Fusilli"), 10),
    Kind("Food > Pantry > Rice", "pouch", (15, 22), ("Basmati", "Jasmin", "Risotto"), 8, clear=0.3),
    Kind("Food > Pantry > Flour", "sack", (11, 18), ("Wheat", "Spelt", "Rye"), 8),
    Kind("Food > Pantry > Soup", "pouch", (12, 16), ("Tomato", "Chicken", "Leek"), 10),
    Kind("Food > Frozen > Pizza", "box", (27, 27), ("Salami", "Funghi", "Spinach"), 8),
    Kind("Food > Frozen > Vegetables", "bag", (19, 25), ("Peas", "Mix", "Broccoli"), 8),
    Kind("Food > Baby > Jars", "jar", (6.5, 9), ("Carrot", "Apple", "Rice"), 6, 1, 0.5),
    Kind("Household > Cleaning > Detergent", "jug", (18, 28), ("Colour", "Black", "Pure"), 8, 1),
    Kind("Household > Cleaning > Detergent", "box", (22, 26), ("Colour", "White"), 6),
    Kind("Household > Cleaning > Sprays", "spray", (11, 26), ("Glass", "Bath", "Kitchen"), 10),
    Kind("Household > Care > Shampoo", "bottle", (6.8, 20), ("Shine", "Care", "Sport"), 14, 1),
    Kind("Household > Care > Cream", "tube", (5.5, 16), ("Hand", "Sun", "Face"), 8, 1),
    Kind("Household > Care > Toothpaste", "box", (19, 4.5), ("White", "Fresh", "Kids"), 8),
    Kind("Household > Care > Razors", "blister", (11, 20), ("Men", "Smooth"), 8),
    Kind("Household > Paper > Rolls", "multipack", (30, 24), ("Soft", "Plus"), 4),
    Kind("Household > Things > Batteries", "blister", (9, 13), ("AA", "AAA", "C"), 8),
    Kind("Household > Things > Toys", "blister", (14, 22), ("Car", "Doll", "Bricks"), 8),
    Kind("Household > Pets > Cat food", "can", (8, 6), ("Beef", "Fish", "Duck"), 8),
    Kind("Household > Pets > Dog food", "sack", (24, 38), ("Adult", "Junior"), 6),
)  # fmt: skip


def small_brands() -> tuple[Line, ...]:
    rng = np.random.default_rng(SEED)
    return tuple(_line(kind, rng=rng) for kind in KINDS for _ in range(kind.lines))


def _line(kind: Kind, *, rng: np.random.Generator) -> Line:
    width, height = np.round(np.array(kind.size) * rng.uniform(0.8, 1.2, 2), 2).tolist()
    count = int(rng.integers(2, len(kind.flavours) + 1))
    return Line(
        brand=_name(rng),
        category=kind.category,
        shape=kind.shape,
        size=(width, height),
        motif=get_args(Motif)[rng.integers(len(get_args(Motif)))],
        flavours=dict(zip(kind.flavours[:count], _schemes(count, rng=rng), strict=True)),
        cap=bool(rng.random() < kind.cap),
        transparent=bool(rng.random() < kind.clear),
    )


def _name(rng: np.random.Generator) -> str:
    parts = [
        ONSETS[rng.integers(len(ONSETS))] + VOWELS[rng.integers(len(VOWELS))]
        for _ in range(2 + int(rng.random() < 0.25))
    ]
    return ("".join(parts) + CODAS[rng.integers(len(CODAS))]).upper()


def _schemes(count: int, *, rng: np.random.Generator) -> Iterator[str]:
    """Either the brand's colour with another accent for each flavour, or a colour for each."""
    common = _hue(rng)
    for _ in range(count):
        own = _hue(rng)
        yield f"{common} {own}" if rng.random() < 0.55 else f"{own} {common}"


def _hue(rng: np.random.Generator) -> str:
    """Print likes white, black, card and full colours better than anything between."""
    pick = rng.random()
    if pick < 0.3:
        saturation, value = rng.uniform(0, 28), rng.uniform(205, 255)
    elif pick < 0.42:
        saturation, value = rng.uniform(0, 80), rng.uniform(22, 70)
    else:
        saturation, value = rng.uniform(90, 250), rng.uniform(90, 250)
    hsv = np.array([[[rng.integers(180), saturation, value]]], dtype=np.uint8)
    return bytes(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)[0, 0].tolist()).hex()
