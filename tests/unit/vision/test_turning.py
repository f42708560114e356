"""EXIF orientation, compared with what Pillow does to the pixels."""

import io

import numpy as np
import pytest
from PIL import Image, ImageOps

from cartvision.vision.codec import opened
from cartvision.vision.turning import orientation, upright, upright_box, upright_size

BOX = (3.0, 2.0, 9.0, 5.0)


def stored(told: int) -> bytes:
    pixels = np.zeros((20, 30, 3), dtype=np.uint8)
    pixels[2:5, 3:9] = 255
    exif = Image.Exif()
    exif[0x0112] = told
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("told", range(1, 9))
def test_pixels_and_boxes_turn_as_pillow_turns_them(told) -> None:
    with opened(stored(told)) as picture:
        found = orientation(picture)
        turned = upright(picture, told=found)
        expected = ImageOps.exif_transpose(picture)
        assert found == told
        assert turned.size == expected.size == upright_size(picture.size, told=told)
        assert np.array_equal(np.asarray(turned), np.asarray(expected))
        rows, columns = np.nonzero(np.asarray(turned)[..., 0])
        white = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
        assert upright_box(BOX, told=told, size=picture.size) == white


@pytest.mark.parametrize("told", [0, 9, 65535])
def test_a_turn_that_does_not_exist_is_none(told) -> None:
    with opened(stored(told)) as picture:
        assert orientation(picture) == 1
