"""Looking at one picture: is it whole, which way up is it, and what would find it again."""

import hashlib
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cartvision.errors import InputError
from cartvision.ingest.faults import BrokenError, Reason
from cartvision.vision.codec import TooLargeError, encode_jpeg, opened
from cartvision.vision.likeness import likeness_hash
from cartvision.vision.turning import UPRIGHT, orientation, upright

AS_IT_IS = ("JPEG", "MPO", "PNG")  # kinds that a dataset holds; others are encoded anew
EIGHT_BITS = ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr")
QUALITY = 95  # of a picture that is encoded anew
STARTS = (b"\xff\xd8", b"\x89PNG", b"RIFF", b"BM", b"II*\0", b"MM\0*")
SMALL = 320  # pixels of the longer side, of the grey picture that is measured
FLAT = 4  # grey levels of deviation: a covered lens, a white wall

Grey = NDArray[np.uint8]  # (height, width)


@dataclass(frozen=True)
class Look:
    """What the file of a picture shows."""

    image_id: str  # of the bytes that the dataset will hold
    stored: tuple[int, int]  # width and height of the file
    told: int  # EXIF orientation, 1 is upright
    kind: str  # JPEG, PNG, WEBP …
    likeness: str  # hexadecimal; "" for a picture of one tone, which is like nothing
    brightness: float  # mean grey, 0 to 255
    sharpness: float  # variance of the Laplacian

    @property
    def as_it_is(self) -> bool:
        """Whether the dataset holds the file's own bytes."""
        return self.told == UPRIGHT and self.kind in AS_IT_IS


def look_at(encoded: bytes) -> Look:
    """A whole decode, for a truncated file shows only then; BrokenError with the reason."""
    if not encoded:
        raise BrokenError(Reason.EMPTY_FILE)
    if not encoded.startswith(STARTS):
        raise BrokenError(Reason.NOT_A_PICTURE)
    try:
        with opened(encoded) as picture:
            return _looked(picture, encoded=encoded)
    except TooLargeError:
        raise BrokenError(Reason.TOO_LARGE) from None
    except InputError:
        raise BrokenError(Reason.UNREADABLE) from None


def _looked(picture: Image.Image, *, encoded: bytes) -> Look:
    if picture.mode not in EIGHT_BITS:
        raise BrokenError(Reason.STRANGE_PIXELS)
    picture.load()  # before EXIF is read, which may decode too and keeps its errors to itself
    told, kind = orientation(picture), str(picture.format)
    as_it_is = told == UPRIGHT and kind in AS_IT_IS
    held = encoded if as_it_is else _anew(picture, told=told)
    grey = _grey(upright(_small(picture), told=told))
    brightness, sharpness = _light(grey)
    return Look(
        image_id=hashlib.sha256(held).hexdigest(),
        stored=picture.size,
        told=told,
        kind=kind,
        likeness=likeness_hash(grey).hex() if grey.std() > FLAT else "",
        brightness=brightness,
        sharpness=sharpness,
    )


def held_bytes(encoded: bytes, *, look: Look) -> bytes:
    """What the dataset holds of this file: its own bytes, or the same picture upright as JPEG."""
    if look.as_it_is:
        return encoded
    with opened(encoded) as picture:
        return _anew(picture, told=look.told)


def _anew(picture: Image.Image, *, told: int) -> bytes:
    pixels = np.asarray(upright(_rgb(picture), told=told))
    return encode_jpeg(pixels, quality=QUALITY)


def _rgb(picture: Image.Image) -> Image.Image:
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _small(picture: Image.Image) -> Image.Image:
    """About SMALL pixels long, by whole steps, so that measures of different cameras compare."""
    return _rgb(picture).reduce(max(1, round(max(picture.size) / SMALL)))


def _grey(picture: Image.Image) -> Grey:
    return np.asarray(picture.convert("L"), dtype=np.uint8)


def _light(grey: Grey) -> tuple[float, float]:
    """Brightness and sharpness."""
    (mean,), _ = cv2.meanStdDev(grey)
    _, (spread,) = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))
    return round(float(mean[0]), 2), round(float(spread[0]) ** 2, 2)
