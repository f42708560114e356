"""Words on a sheet: a font that knows more than ASCII, from matplotlib's own files."""

from functools import cache
from pathlib import Path

from matplotlib import get_data_path
from PIL import ImageDraw, ImageFont

Colour = tuple[int, int, int]  # RGB

INK: Colour = (24, 28, 36)
GREY: Colour = (108, 116, 128)
PAPER: Colour = (250, 250, 248)
WHITE: Colour = (255, 255, 255)

FONTS = Path(get_data_path()) / "fonts" / "ttf"


@cache
def font(size: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
    """Of `size` pixels a line, nearly."""
    file = "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf"
    return ImageFont.truetype(FONTS / file, size)


def width(text: str, *, size: int, bold: bool = False) -> int:
    return int(font(size, bold=bold).getlength(text)) + 1


def shortened(text: str, *, room: int, size: int, bold: bool = False) -> str:
    """The text, with its middle left out where it is wider than the room."""
    if width(text, size=size, bold=bold) <= room:
        return text
    for kept in range(len(text) - 1, 1, -1):
        short = f"{text[: kept - kept // 2]}…{text[len(text) - kept // 2 :]}"
        if width(short, size=size, bold=bold) <= room:
            return short
    return "…"


def put(
    canvas: ImageDraw.ImageDraw,
    text: str,
    *,
    at: tuple[int, int],
    size: int,
    colour: Colour = INK,
    bold: bool = False,
) -> int:
    """Words whose line begins at this corner; the x where they end."""
    canvas.text(at, text, fill=colour, font=font(size, bold=bold))
    return at[0] + width(text, size=size, bold=bold)


def readable_on(colour: Colour) -> Colour:
    """Dark or white, whichever is read on this colour."""
    red, green, blue = colour
    return INK if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else WHITE
