"""What is written under a picture: its name, where it is from, and what is known of it whole."""

from dataclasses import dataclass

from PIL import ImageDraw

from cartvision.data.picture import Picture
from cartvision.show.ink import GREY, INK, Colour, put, shortened, width
from cartvision.show.look import Look

NAME, SMALL = 15, 13  # sizes, in pixels
LINE = 20  # from one line to the next
DOT = 11  # the square of a category's colour
MOST_LINES = 3  # of contents


@dataclass(frozen=True)
class Line:
    """Words in small letters; a category's comes after a square of its colour."""

    words: str
    ink: Colour = INK
    square: Colour | None = None


def lines_of(picture: Picture, *, look: Look, room: int) -> list[Line]:
    """All but the first line, the name."""
    lines = [Line(_origin(picture), ink=GREY)]
    labels = picture.labels
    if labels.category:
        lines.append(
            Line(labels.category.replace(" > ", " › "), square=look.colour(labels.category))
        )
    lines += _wrapped([f"✓ {name}" for name in look.said(labels.attributes)], room=room)
    items = [f"{item.quantity} × {item.name or item.sku}" for item in labels.contents]
    return lines + _wrapped(items, room=room)


def _origin(picture: Picture) -> str:
    copy = f"copy {picture.copy}" if picture.copy else ""
    day = f"{picture.captured_at:%Y-%m-%d}" if picture.captured_at else ""
    return " · ".join(part for part in (picture.group, day, copy, picture.licence) if part)


def _wrapped(items: list[str], *, room: int) -> list[Line]:
    """The items in lines, broken between items; those that are too many are counted."""
    lines = [""]
    for number, item in enumerate(items):
        longer = f"{lines[-1]}   {item}".strip()
        if width(longer, size=SMALL) <= room - 60:
            lines[-1] = longer
        elif len(lines) < MOST_LINES:
            lines.append(item)
        else:
            lines[-1] += f" and {len(items) - number} more"
            break
    return [Line(words) for words in lines if words]


def height_of(lines: list[Line]) -> int:
    return LINE * (len(lines) + 1) + 8


def write_caption(
    canvas: ImageDraw.ImageDraw,
    picture: Picture,
    *,
    lines: list[Line],
    at: tuple[int, int],
    room: int,
) -> None:
    left, top = at
    count = _count(picture)
    beside = width(count, size=SMALL) + 12
    name = shortened(picture.path, room=room - beside, size=NAME, bold=True)
    put(canvas, name, at=(left, top), size=NAME, bold=True)
    put(canvas, count, at=(left + room - beside + 12, top + 1), size=SMALL, colour=GREY)
    for number, line in enumerate(lines, start=1):
        _write(canvas, line, at=(left, top + number * LINE + 2), room=room)


def _count(picture: Picture) -> str:
    if not picture.objects:
        return "" if picture.labels.category or picture.labels.contents else "no products"
    return f"{len(picture.objects)} product{'s' if len(picture.objects) > 1 else ''}"


def _write(canvas: ImageDraw.ImageDraw, line: Line, *, at: tuple[int, int], room: int) -> None:
    left, top = at
    if line.square:
        canvas.rectangle((left, top + 2, left + DOT, top + 2 + DOT), fill=line.square, outline=GREY)
        left += DOT + 7
    words = shortened(line.words, room=room - (left - at[0]), size=SMALL)
    put(canvas, words, at=(left, top), size=SMALL, colour=line.ink)
