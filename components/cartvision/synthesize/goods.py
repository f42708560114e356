"""What an article is: a product line, and one flavour of it."""

from dataclasses import dataclass, field
from typing import Literal
from zlib import crc32

Shape = Literal[
    "apple", "aubergine", "bag", "banana", "blister", "bottle", "box", "can", "canister", "carton",
    "cucumber", "eggs", "jar", "jug", "kiwi", "lemon", "melon", "multipack", "orange", "pear",
    "pepper", "potato", "pouch", "sack", "spray", "tomato", "tray", "tub", "tube", "wine",
]  # fmt: skip
Motif = Literal["burst", "dots", "leaf", "peaks", "rings", "stripes", "sun", "wave"]
Colour = tuple[int, int, int]  # RGB

LOOSE: frozenset[Shape] = frozenset({
    "apple", "aubergine", "banana", "cucumber", "kiwi", "lemon", "melon", "orange", "pear",
    "pepper", "potato", "tomato",
})  # fmt: skip


@dataclass(frozen=True)
class Line:
    """Products of one brand that differ in colour and flavour text only."""

    brand: str
    category: str
    shape: Shape
    size: tuple[float, float]  # width, height in centimetres
    motif: Motif
    flavours: dict[str, str] = field(hash=False)  # name → "body accent", hexadecimal colours
    cap: bool = False
    transparent: bool = False

    @property
    def design(self) -> int:
        """The seed of all that is printed alike on every flavour."""
        return crc32(f"{self.brand} {self.category} {self.shape} {self.size}".encode())

    @property
    def loose(self) -> bool:
        """Fruit and vegetables: no package, no front, no way up."""
        return self.shape in LOOSE


@dataclass(frozen=True)
class Sku:
    """One article: what a label of a shelf picture names."""

    code: str
    line: Line
    flavour: str
    body: Colour
    accent: Colour
    share: float  # of the facings in all stores; a long tail
