"""EXIF orientation: a camera held on its side stores the picture lying, and says so."""

from PIL import Image
from PIL.ExifTags import Base

Box = tuple[float, float, float, float]  # x1, y1, x2, y2 in pixels

UPRIGHT = 1
SIDEWAYS = (5, 6, 7, 8)  # width and height change places

TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def orientation(picture: Image.Image) -> int:
    """1 to 8 as EXIF counts them; what cannot be understood is upright."""
    try:
        told = picture.getexif().get(Base.Orientation, UPRIGHT)
    except (OSError, SyntaxError, ValueError, TypeError, KeyError):
        return UPRIGHT
    return told if told in TURNS else UPRIGHT


def upright(picture: Image.Image, *, told: int) -> Image.Image:
    return picture.transpose(TURNS[told]) if told in TURNS else picture


def upright_size(size: tuple[int, int], *, told: int) -> tuple[int, int]:
    return (size[1], size[0]) if told in SIDEWAYS else size


def upright_box(box: Box, *, told: int, size: tuple[int, int]) -> Box:
    """Where a box of the stored picture of this size lies in the upright one."""
    if told not in TURNS:
        return box
    x1, y1, x2, y2 = box
    width, height = size
    return {
        2: (width - x2, y1, width - x1, y2),
        3: (width - x2, height - y2, width - x1, height - y1),
        4: (x1, height - y2, x2, height - y1),
        5: (y1, x1, y2, x2),
        6: (height - y2, x1, height - y1, x2),
        7: (height - y2, width - x2, height - y1, width - x1),
        8: (y1, width - x2, y2, width - x1),
    }[told]
