"""A contact sheet: a title, the pictures in rows with their captions, and a legend."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from cartvision.data.info import DatasetInfo
from cartvision.data.picture import Picture, Split
from cartvision.show import caption, legend
from cartvision.show.ink import GREY, PAPER, Colour, put
from cartvision.show.look import Look, look_of
from cartvision.show.tile import draw_tile
from cartvision.vision.codec import Pixels

WIDE, HIGH = 600, 600  # pixels for a picture at most
GAP = 28
TITLE = 84  # high
GROUND: Colour = (236, 238, 240)


@dataclass(frozen=True)
class Title:
    """What the sheet shows a few pictures of."""

    name: str
    split: Split
    pictures: int


@dataclass(frozen=True)
class Card:
    """A drawn picture and the lines under it."""

    picture: Picture
    image: Image.Image
    lines: list[caption.Line]


def contact_sheet(
    pictures: Sequence[Picture], *, info: DatasetInfo, title: Title, columns: int
) -> Pixels:
    look = look_of(info, pictures)
    cards = [_card(picture, look=look) for picture in pictures]
    across = min(columns, len(cards))
    rows = [cards[start : start + across] for start in range(0, len(cards), across)]
    room = across * (WIDE + GAP) - GAP
    legends = legend.legends_of(pictures, look=look)
    high = TITLE + sum(map(_height, rows)) + sum(one.height(room=room) for one in legends)
    sheet = Image.new("RGB", (room + 2 * GAP, high + GAP), PAPER)
    canvas = ImageDraw.Draw(sheet)
    _write_title(canvas, title, shown=len(pictures), fingerprint=info.fingerprint)
    top = TITLE
    for row in rows:
        for number, card in enumerate(row):
            _paste(card, sheet, left=GAP + number * (WIDE + GAP), top=top, row=row)
        top += _height(row)
    for one in legends:
        one.write(canvas, at=(GAP, top), room=room)
        top += one.height(room=room)
    return np.asarray(sheet)


def _card(picture: Picture, *, look: Look) -> Card:
    image = draw_tile(picture, look=look, most=(WIDE, HIGH))
    return Card(picture, image, caption.lines_of(picture, look=look, room=WIDE))


def _height(row: Sequence[Card]) -> int:
    lines = max(caption.height_of(card.lines) for card in row)
    return _picture_height(row) + lines + GAP


def _picture_height(row: Sequence[Card]) -> int:
    return max(card.image.height for card in row)


def _write_title(
    canvas: ImageDraw.ImageDraw, title: Title, *, shown: int, fingerprint: str
) -> None:
    put(canvas, title.name, at=(GAP, 18), size=26, bold=True)
    of = f"{title.split}: {shown} of {title.pictures:,} pictures · fingerprint {fingerprint[:12]}"
    put(canvas, of, at=(GAP, 52), size=14, colour=GREY)


def _paste(card: Card, sheet: Image.Image, *, left: int, top: int, row: Sequence[Card]) -> None:
    """In the middle of its ground; the captions of a row stand on one line."""
    high = _picture_height(row)
    sheet.paste(GROUND, (left, top, left + WIDE, top + high))
    at = (left + (WIDE - card.image.width) // 2, top + (high - card.image.height) // 2)
    sheet.paste(card.image, at)
    canvas = ImageDraw.Draw(sheet)
    below = (left, top + high + 8)
    caption.write_caption(canvas, card.picture, lines=card.lines, at=below, room=WIDE)
