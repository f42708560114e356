"""What the colours and letters of a sheet mean, and how often each is on it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import ImageDraw

from cartvision.data.picture import Picture, PictureLabels, Product
from cartvision.show.ink import GREY, INK, WHITE, Colour, put, shortened, width
from cartvision.show.look import Look, labelled, leaf

SIZE = 14
LINE = 24
WIDE = 300  # of a column
SQUARE = 14
MOST = 60  # categories that are explained


@dataclass(frozen=True)
class Entry:
    """A square, perhaps with a letter, a name, where it belongs, and a count."""

    square: Colour
    letter: str
    name: str
    under: str
    count: int


@dataclass(frozen=True)
class Legend:
    """Entries under a heading, in as many columns as there is room for."""

    heading: str
    entries: Sequence[Entry]

    def height(self, *, room: int) -> int:
        return LINE * (1 - -len(self.entries) // _across(room)) + 20

    def write(self, canvas: ImageDraw.ImageDraw, *, at: tuple[int, int], room: int) -> None:
        left, top = at
        across = _across(room)
        put(canvas, self.heading, at=at, size=SIZE, bold=True)
        for number, entry in enumerate(self.entries):
            row, column = divmod(number, across)
            corner = (left + column * (room // across), top + (row + 1) * LINE + 4)
            _write(canvas, entry, at=corner, room=room // across - 16)


def _across(room: int) -> int:
    return max(1, room // WIDE)


def legends_of(pictures: Sequence[Picture], *, look: Look) -> list[Legend]:
    """One of categories and one of attributes, of which neither need be there."""
    items = [item for one in pictures for item in labelled(one)]
    legends = [_categories(items, look=look), _attributes(items, look=look)]
    return [legend for legend in legends if legend.entries]


def _categories(items: Sequence[Product | PictureLabels], *, look: Look) -> Legend:
    """The most frequent first."""
    counts = Counter(item.category for item in items if item.category)
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    entries = [
        Entry(look.colour(name), "", leaf(name), under=name.rpartition(" > ")[0], count=count)
        for name, count in ordered[:MOST]
    ]
    more = f", the {MOST} most frequent of {len(counts)}" if len(counts) > MOST else ""
    return Legend("categories" + more, entries)


def _attributes(items: Sequence[Product | PictureLabels], *, look: Look) -> Legend:
    yes = Counter(name for item in items for name in look.said(item.attributes))
    pairs = zip(look.attributes, look.letters, strict=True)
    entries = [Entry(INK, letter, name, "", yes[name]) for name, letter in pairs if yes[name]]
    return Legend("attributes that are yes", entries)


def _write(canvas: ImageDraw.ImageDraw, entry: Entry, *, at: tuple[int, int], room: int) -> None:
    left, top = at
    square = (left, top + 2, left + SQUARE, top + 2 + SQUARE)
    canvas.rectangle(square, fill=entry.square, outline=GREY)
    if entry.letter:
        put(canvas, entry.letter, at=(left + 4, top + 2), size=11, colour=WHITE)
    count = f"{entry.count:,}"
    room -= SQUARE + 7 + width(count, size=SIZE) + 10
    name = shortened(entry.name, room=room, size=SIZE)
    end = put(canvas, name, at=(left + SQUARE + 7, top), size=SIZE)
    end = put(canvas, count, at=(end + 6, top), size=SIZE, colour=GREY)
    room -= width(name, size=SIZE)
    if entry.under and room > 50:
        under = shortened(entry.under.replace(" > ", " › "), room=room - 10, size=11)
        put(canvas, under, at=(end + 8, top + 3), size=11, colour=GREY)
