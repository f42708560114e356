"""Pictures to bytes and back. Arrays are (height, width, 3) RGB uint8."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cartvision.errors import InputError

Pixels = NDArray[np.uint8]  # (height, width, 3) RGB


def decode(encoded: bytes) -> Pixels:
    """The same decoder that the served model uses, so that answers can be compared to the bit."""
    try:
        with Image.open(io.BytesIO(encoded)) as picture:
            return np.asarray(picture.convert("RGB"))
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise InputError(f"not a readable picture: {error}") from error


def encode_jpeg(pixels: Pixels, *, quality: int = 90) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "JPEG", quality=quality)
    return out.getvalue()


def encode_png(pixels: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()
