"""Pictures to bytes and back. Arrays are (height, width, 3) RGB uint8."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, UnidentifiedImageError

from cartvision.errors import InputError

Pixels = NDArray[np.uint8]  # (height, width, 3) RGB

MOST_PIXELS = 100_000_000  # a file of a few kilobytes may claim to be far larger
KINDS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF")  # what is read at all

Image.MAX_IMAGE_PIXELS = None  # the limit is ours, above: Pillow's own only warns up to twice its


class TooLargeError(InputError):
    """More pixels than MOST_PIXELS."""


@contextmanager
def opened(encoded: bytes) -> Iterator[Image.Image]:
    """The picture before its pixels are decoded; whatever is wrong with it is an InputError."""
    try:
        with Image.open(io.BytesIO(encoded), formats=KINDS) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise TooLargeError(f"{picture.width}x{picture.height} pixels are too many")
            yield picture
    except TooLargeError:
        raise
    except UnidentifiedImageError as error:
        raise InputError(f"not a readable picture: it is none of {', '.join(KINDS)}") from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise InputError(f"not a readable picture: {error}") from error


def decode(encoded: bytes) -> Pixels:
    """The same decoder that the served model uses, so that answers can be compared to the bit."""
    with opened(encoded) as picture:
        if picture.mode.startswith("I"):  # Pillow would cut 16 bits off at 255 instead of scaling
            grey = (np.asarray(picture).astype(np.int64) >> 8).clip(0, 255).astype(np.uint8)
            return np.repeat(grey[..., None], 3, axis=2)
        return np.asarray(picture.convert("RGB"))


def encode_jpeg(pixels: Pixels, *, quality: int = 90) -> bytes:
    """OpenCV's encoder: the fastest of those at hand."""
    layers = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    done, encoded = cv2.imencode(".jpg", layers, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not done:
        raise InputError(f"{pixels.shape[1]}x{pixels.shape[0]} pixels are more than a JPEG holds")
    return encoded.tobytes()


def with_comment(jpeg: bytes, *, comment: str) -> bytes:
    """The same picture, with a word in its file."""
    said = comment.encode()
    return jpeg[:2] + b"\xff\xfe" + (len(said) + 2).to_bytes(2, "big") + said + jpeg[2:]


def encode_png(pixels: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG")
    return out.getvalue()
