"""Pictures to bytes and back."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from cartvision.errors import InputError
from cartvision.vision.codec import decode, encode_jpeg, encode_png

SHELF = np.random.default_rng(3).integers(0, 256, (24, 40, 3), dtype=np.uint8)
RED = (204, 51, 0)  # of the palette that a picture gets which brings none


def saved(mode: str, kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 6), RED).convert(mode).save(out, kind)
    return out.getvalue()


def bomb() -> bytes:
    """A small file that says it is a picture of 900 megapixels."""
    header = b"IHDR" + struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))
    return b"\x89PNG\r\n\x1a\n" + chunk


def test_a_png_comes_back_to_the_bit():
    assert np.array_equal(decode(encode_png(SHELF)), SHELF)


def test_a_jpeg_comes_back_nearly():
    smooth = np.broadcast_to(np.arange(0, 200, 5, dtype=np.uint8)[None, :, None], (24, 40, 3))
    apart = np.abs(decode(encode_jpeg(smooth, quality=95)).astype(int) - smooth)
    assert apart.mean() < 2


def test_less_quality_makes_fewer_bytes():
    assert len(encode_jpeg(SHELF, quality=30)) < len(encode_jpeg(SHELF, quality=90))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        pytest.param("RGB", "PNG", id="colour"),
        pytest.param("RGBA", "PNG", id="with transparency"),
        pytest.param("P", "PNG", id="palette"),
        pytest.param("CMYK", "JPEG", id="print colours"),
        pytest.param("RGB", "WEBP", id="webp"),
    ],
)
def test_every_kind_of_picture_becomes_rgb(mode, kind):
    read = decode(saved(mode, kind))
    assert (read.shape, read.dtype) == ((6, 8, 3), np.uint8)
    assert np.abs(read[3, 4].astype(int) - RED).max() < 12


def test_grey_becomes_three_equal_channels():
    read = decode(saved("L", "JPEG"))
    assert read.shape == (6, 8, 3)
    assert (read == read[:1, :1, :1]).all()


def test_sixteen_bits_of_grey_are_scaled_to_eight():
    deep = np.array([[0, 255, 256], [0x1234, 0x8000, 0xFFFF]], dtype=np.uint16)
    out = io.BytesIO()
    Image.fromarray(deep).save(out, "PNG")
    assert decode(out.getvalue())[..., 0].tolist() == [[0, 0, 1], [0x12, 0x80, 0xFF]]


@pytest.mark.parametrize(
    "encoded",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"not a picture", id="text"),
        pytest.param(encode_jpeg(SHELF)[:-200], id="a JPEG cut short"),
        pytest.param(encode_png(SHELF)[:200], id="a PNG cut short"),
        pytest.param(bomb(), id="a bomb"),
    ],
)
def test_what_cannot_be_read_is_an_input_error(encoded):
    with pytest.raises(InputError, match="not a readable picture"):
        decode(encoded)
