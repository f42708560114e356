"""What is seen, drawn on its picture: a box a product, and a strip that counts them."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from cartvision.data.picture import BETWEEN
from cartvision.predict.seen import Product, Seen
from cartvision.vision.codec import Pixels
from cartvision.vision.drawing import BLUE, GREEN, INK, RED, Colour, draw_boxes, write

COLOURS: tuple[Colour, ...] = (
    GREEN, BLUE, RED, (225, 112, 85), (136, 84, 208), (0, 148, 136), (190, 120, 0), (200, 60, 140),
)  # fmt: skip
LETTERS = 0.35  # their scale in a picture of FULL pixels or fewer
FULL = 1000
LETTER, LINE = 18, 44  # pixels at scale 1: the width of one, about, and the height of a line


def drawn(pixels: Pixels, seen: Seen) -> Pixels:
    """A copy with a colour a class; words are written where a box is wide enough for them."""
    scale = LETTERS * max(1.0, max(pixels.shape[:2]) / FULL)
    canvas = pixels
    for number, kind in enumerate(seen.classes):
        boxes = [one.box for one in seen.products if one.kind == kind]
        corners = np.array(boxes, dtype=np.float32).reshape(-1, 4)
        canvas = draw_boxes(canvas, corners, colour=_colour(number))
    for one in seen.products:
        said = words(one, seen, letters=int((one.box[2] - one.box[0]) / (LETTER * scale)))
        if said:
            left, top = (int(side) for side in one.box[:2])
            colour = _colour(seen.classes.index(one.kind))
            write(canvas, said, left=left, top=top, background=colour, scale=scale)
    return np.vstack([canvas, strip(seen, width=pixels.shape[1], scale=scale)])


def words(one: Product, seen: Seen, *, letters: int) -> str:
    """As much as fits: its score, the numbers of its attributes, then its class or category."""
    numbers = ",".join(str(seen.attributes.index(name) + 1) for name in one.said)
    kind = (one.kind if len(seen.classes) > 1 else one.category).rpartition(BETWEEN)[2]
    parts = [part for part in (f"{one.score:.2f}", numbers, kind) if part]
    fitting = (" ".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((text for text in fitting if len(text) <= letters), "")


def strip(seen: Seen, *, width: int, scale: float) -> Pixels:
    """How many in all, of each class in its colour, and with each attribute by its number."""
    lines = _broken(_entries(seen), letters=int(width / (LETTER * scale)))
    line = round(LINE * scale)
    ground = np.full((line * len(lines) + 4, width, 3), INK, dtype=np.uint8)
    for number, entries in enumerate(lines, start=1):
        left = 3
        for text, colour in entries:
            write(ground, text, left=left, top=number * line, background=colour, scale=scale)
            left += round((len(text) + 2) * LETTER * scale)
    return ground


Entry = tuple[str, Colour]


def _entries(seen: Seen) -> list[Entry]:
    """A class or an attribute that nothing has is not told."""
    count = len(seen.products)
    found = f"{count} product{'' if count == 1 else 's'} from score {seen.min_score:.2f}"
    entries: list[Entry] = [(found, INK)]
    kinds = Counter(one.kind for one in seen.products)
    if len(seen.classes) > 1:
        entries += [
            (f"{kind.rpartition(BETWEEN)[2]} ({kinds[kind]})", _colour(number))
            for number, kind in enumerate(seen.classes)
            if kinds[kind]
        ]
    said = Counter(name for one in seen.products for name in one.said)
    return entries + [
        (f"{number} = {name} ({said[name]})", INK)
        for number, name in enumerate(seen.attributes, start=1)
        if said[name]
    ]


def _broken(entries: Sequence[Entry], *, letters: int) -> list[list[Entry]]:
    """Lines of entries, none longer than that unless it is of one entry."""
    lines: list[list[Entry]] = [[]]
    for entry in entries:
        held = sum(len(text) + 2 for text, _ in lines[-1])
        if lines[-1] and held + len(entry[0]) > letters:
            lines.append([])
        lines[-1].append(entry)
    return lines


def _colour(number: int) -> Colour:
    return COLOURS[number % len(COLOURS)]
